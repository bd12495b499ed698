import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/**
 * A real Neo4j Community server on a loopback port: {@code java Neo4jServer PLUGINS HOME PORT}.
 *
 * <p>PLUGINS is a folder of jars with procedures; it may be missing. The property kinpath.pagecache
 * says how many MiB of a database are kept in memory.
 *
 * <p>The first line of standard input is the password of the user neo4j. Port 0 takes a free one.
 * Prints {@code ready PORT} once Bolt answers, and stops when standard input ends, so that it
 * never outlives whoever started it.
 */
public final class Neo4jServer {
    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (Exception problem) {
            // Neo4j's own threads would keep a half-started server alive.
            problem.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in));
        String password = input.readLine();
        DatabaseManagementService server = start(
                Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        // Altering the user would refuse the password that a kept home has already.
        server.database("system").executeTransactionally(
                "CREATE OR REPLACE USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
        System.out.println("ready " + port(server));
        while (input.readLine() != null) {
            // Whatever is said after the password is ignored; only the end counts.
        }
        System.exit(0);
    }

    private static DatabaseManagementService start(Path plugins, Path home, int port) {
        return new DatabaseManagementServiceBuilder(home)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.plugin_dir, plugins)
                .setConfig(GraphDatabaseSettings.procedure_unrestricted, List.of("gds.*"))
                .setConfig(GraphDatabaseSettings.pagecache_memory, Long.getLong("kinpath.pagecache", 256L) << 20)
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .setConfig(GraphDatabaseSettings.log_queries, GraphDatabaseSettings.LogQueryLevel.OFF)
                .setConfig(GraphDatabaseSettings.udc_enabled, false)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", port))
                .build();
    }

    private static int port(DatabaseManagementService server) {
        var system = (GraphDatabaseAPI) server.database("system");
        var ports = system.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
        return ports.getLocalAddress(ConnectorType.BOLT).getPort();
    }
}
