"""A community in which it is known who could mentor whom, because that was planted in it.

Real communities tell who answered, not who would have been right. Here each member is given a
hidden need of two parts, and all that the community shows follows from these by chance:

* A *topic*: what they strive for. Only words tell of it: twelve topics, in families of three that
  lie close to each other, each said in many sentences that share few words. So the embedding of
  a sentence finds it, and its words alone often do not. Skills are crafts that serve many topics.
* A *circle*: where help works out for them. Only the graph tells of it: who joined which groups,
  came to whose evenings and knows whom. Names of groups say nothing, and nobody speaks of them.

The *planted mentors* of a member are those who are still there, master the topic, and belong to
the circle or are guests of it. More than half of those who master a topic are of the wrong circle,
and most of a circle master something else, so neither words nor the graph suffice. Newcomers have
said one sentence and done nothing: whoever masters their topic is right for them, of any circle.

Nothing is clean. What members do follows a Pareto law, so many experts are hardly heard of while a
few members answer whatever is asked; beginners and hubs write in the words of topics that they do
not master; some experts strive for something new; some members sit between circles, know people
elsewhere or join groups by chance; a fifth fell silent; few state everything.
"""

from benchmarks.planted.task import Planted, planted_records, planted_task

__all__ = ["Planted", "planted_records", "planted_task"]
