package io.summerbeam.io.bigquery;

import static io.summerbeam.io.bigquery.Delays.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryIO.Write.Method;
import org.apache.beam.sdk.io.gcp.bigquery.BigQueryOptions;
import org.apache.beam.sdk.schemas.transforms.DropFields;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Google's own clients against a service on this machine. */
@RunWith(JUnit4.class)
public class OverTheWireTest {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static TestCertificate certificate;

  @Rule
  public final transient TestPipeline pipeline = TestPipeline.fromOptions(FakeBigQuery.options());

  private final transient RestService rest = new RestService();
  private final transient AppendService appends = new AppendService(rest::hasTable);
  private transient ExecutorService threads;
  private transient HttpServer http;
  private transient Server grpc;
  private transient OnePort port;

  @BeforeClass
  public static void trustTheCertificate() throws Exception {
    certificate = TestCertificate.create(FOLDER.getRoot().toPath());
    certificate.trust();
  }

  @AfterClass
  public static void trustItNoMore() {
    certificate.distrust();
  }

  @Before
  public void startService() throws Exception {
    threads = Executors.newCachedThreadPool();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", rest);
    http.start();
    grpc =
        Grpc.newServerBuilderForPort(
                0, TlsServerCredentials.newBuilder().keyManager(certificate.keyManagers()).build())
            .addService(appends)
            .build()
            .start();
    port = new OnePort(http.getAddress().getPort(), grpc.getPort());
    pipeline
        .getOptions()
        .as(BigQueryOptions.class)
        .setBigQueryEndpoint("http://localhost:" + port.port());
  }

  @After
  public void stopService() throws Exception {
    port.close();
    grpc.shutdownNow().awaitTermination();
    http.stop(0);
    threads.shutdownNow();
  }

  private void write(Method method, String table, Row... rows) {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    PCollection<Row> input = Delays.input(pipeline, false, rows);
    input
        .apply(DropFields.fields("mean"))
        .apply(BigQueryRows.write("flights." + table).withMethod(method).withDeadLetters(dead));
    dead.close();
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                WriteBigQueryRows.DEFAULT_STEP_NAME,
                Reason.SINK_REJECTED,
                "{\"state\":\"XX\",\"flights\":2}"));
    pipeline.run();
  }

  @Test
  public void streamingInserts_overRest() {
    write(
        Method.STREAMING_INSERTS,
        "inserted",
        row("MI", 1, null),
        row(RestService.BAD_STATE, 2, null),
        row("HI", 3, null));
    assertThat(rest.columns("inserted"), equalTo(List.of("state", "flights")));
    assertThat(
        rest.rows("inserted"), equalTo(List.of("{flights=1, state=MI}", "{flights=3, state=HI}")));
  }

  @Test
  public void storageWrite_overGrpc() {
    write(
        Method.STORAGE_WRITE_API,
        "committed",
        row("MI", 1, null),
        row(RestService.BAD_STATE, 2, null),
        row("HI", 3, null));
    assertThat(rest.columns("committed"), equalTo(List.of("state", "flights")));
    assertThat(appends.rows(), equalTo(List.of("HI 3", "MI 1")));
  }

  @Test
  public void atLeastOnce_overGrpcIntoATableThatIsThere() {
    rest.create("appended");
    write(
        Method.STORAGE_API_AT_LEAST_ONCE,
        "appended",
        row("MI", 1, null),
        row(RestService.BAD_STATE, 2, null),
        row("HI", 3, null));
    assertThat(appends.rows(), equalTo(List.of("HI 3", "MI 1")));
  }
}
