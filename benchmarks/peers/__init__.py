"""What Kinpath is compared with, one file each; `benchmarks.rivals` lists them by name."""
