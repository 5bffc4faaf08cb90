package io.summerbeam.sdk.testing.bigquery;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in for BigQuery on this machine, over the wire: for tests, and to try something out.
 *
 * <pre>{@code
 * try (BigQueryFake bigQuery = BigQueryFake.start(folder)) {
 *   bigQuery.trust();
 *   options.as(BigQueryOptions.class).setBigQueryEndpoint(bigQuery.endpoint());
 *   options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
 *   ...
 *   bigQuery.rows("shop.orders");
 * }
 * }</pre>
 *
 * <p>It has what tables are made and written with: REST with {@code tables.insert}, {@code get},
 * {@code tabledata.insertAll} and {@code list}; the Storage Write API with default, pending and
 * buffered streams, whose offsets it checks. It has no jobs, so no file loads and no queries. There
 * is every project and every dataset; a table is told by the names of its dataset and its own. What
 * it holds is in memory.
 *
 * <p>One is enough for a JVM, and another one should have other tables: Beam keeps its connections
 * for the whole JVM, by the names of tables and streams, for minutes. Appends to the default stream
 * of a table that two of them have, one after the other, may go to the one that is closed.
 *
 * <p>It listens on a free port of the loopback. Google's clients of gRPC insist on TLS, so that
 * they must trust its certificate, which is a new one each time: in this JVM by {@link #trust}, in
 * another one by {@link #trustingProperties}.
 */
public final class BigQueryFake implements AutoCloseable {

  private final Certificate certificate;
  private final FakeTables tables = new FakeTables();
  private final Deque<Closeable> parts = new ArrayDeque<>();
  private final OnePort port;

  private BigQueryFake(Certificate certificate) throws IOException {
    this.certificate = certificate;
    try {
      HttpServer rest = startRest();
      Server grpc = startGrpc();
      port = new OnePort(rest.getAddress().getPort(), grpc.getPort());
      parts.push(port::close);
      parts.push(certificate::distrust);
    } catch (IOException | RuntimeException e) {
      endParts();
      throw e;
    }
  }

  private HttpServer startRest() throws IOException {
    HttpServer rest =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    rest.setExecutor(threads);
    rest.createContext("/", new RestService(tables));
    rest.start();
    parts.push(threads::shutdownNow);
    parts.push(() -> rest.stop(0));
    return rest;
  }

  private Server startGrpc() throws IOException {
    // Not by the builder that knows no transport: its server listens to all the world.
    Server grpc =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsServerCredentials.newBuilder().keyManager(certificate.keyManagers()).build())
            .addService(new AppendService(tables))
            .build()
            .start();
    parts.push(() -> end(grpc));
    return grpc;
  }

  /**
   * Starts one; a second or two.
   *
   * @param folder where its certificate goes; nothing else does
   */
  public static BigQueryFake start(Path folder) throws IOException {
    return new BigQueryFake(Certificate.create(folder));
  }

  /** For {@code --bigQueryEndpoint}. */
  public String endpoint() {
    return "http://localhost:" + port.port();
  }

  /** System properties by which another JVM trusts its certificate, besides whom this one does. */
  public Map<String, String> trustingProperties() {
    return certificate.trustingProperties();
  }

  /**
   * Makes this JVM trust its certificate, besides whom it does already, until it is closed. It is a
   * setting of the whole process, so that one at a time can have it.
   *
   * @throws IllegalStateException if another one has it
   */
  public void trust() {
    certificate.trust();
  }

  /**
   * From now on rows with this in a column are rejected.
   *
   * @param value as {@link #rows} shows it, without quotes
   */
  public void reject(String column, String value) {
    tables.reject(column, value);
  }

  /** Makes a table with columns that may be null: names, each with its type behind it. */
  public void createTable(String table, String... namesAndTypes) {
    tables.create(table, namesAndTypes);
  }

  /** The names of a table's columns, in their order; none where there is no such table. */
  public List<String> columns(String table) {
    return tables.find(table).map(FakeTable::columnNames).orElse(List.of());
  }

  /**
   * The rows of a table as JSON, in the order in which they came; none where there is no such
   * table. Numbers are numbers, decimals without zeros at the end; times are texts; what is null is
   * there.
   *
   * @param table {@code dataset.table}
   */
  public List<String> rows(String table) {
    return tables.find(table).map(FakeTable::rowsAsJson).orElse(List.of());
  }

  @Override
  public void close() throws IOException {
    endParts();
  }

  /** The last one first; whatever fails, the others are ended too. */
  private void endParts() throws IOException {
    if (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } finally {
        endParts();
      }
    }
  }

  private static void end(Server grpc) {
    grpc.shutdownNow();
    try {
      grpc.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
