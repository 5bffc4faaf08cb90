package io.summerbeam.sdk.testing.bigquery;

import static com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode.INVALID_STREAM_STATE;
import static com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode.STREAM_ALREADY_COMMITTED;
import static com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode.STREAM_NOT_FOUND;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import com.google.rpc.Code;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the service promises, asked for without Beam. */
@RunWith(JUnit4.class)
public class BigQueryFakeTest {

  private static final String TABLES = "/bigquery/v2/projects/p/datasets/d/tables";
  private static final String TABLE = "projects/p/datasets/d/tables/t";
  private static final String DEFAULT_STREAM = TABLE + "/streams/_default";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private BigQueryFake service;
  private ManagedChannel channel;

  @Before
  public void start() throws Exception {
    service = BigQueryFake.start(folder.newFolder().toPath());
    service.trust();
    channel = ManagedChannelBuilder.forTarget(service.endpoint().replace("http://", "")).build();
  }

  @After
  public void stop() throws Exception {
    channel.shutdownNow().awaitTermination(1, TimeUnit.MINUTES);
    service.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(service.endpoint() + path));
  }

  private String insert(String json) throws Exception {
    return send(at(TABLES + "/t/insertAll").POST(BodyPublishers.ofString(json))).body();
  }

  @Test
  public void table_isMadeOnce() throws Exception {
    String table =
        "{\"tableReference\":{\"tableId\":\"t\"},\"schema\":{\"fields\":["
            + "{\"name\":\"a\",\"type\":\"INTEGER\",\"mode\":\"REQUIRED\"}]}}";
    assertThat(send(at(TABLES + "/t")).statusCode(), equalTo(404));
    assertThat(send(at(TABLES).POST(BodyPublishers.ofString(table))).statusCode(), equalTo(200));
    assertThat(send(at(TABLES).POST(BodyPublishers.ofString(table))).statusCode(), equalTo(409));
    assertThat(send(at(TABLES + "/t")).body(), equalTo(table));
    assertThat(service.columns("d.t"), equalTo(List.of("a")));
  }

  @Test
  public void rows_areShownAndListedByTheirTypes() throws Exception {
    service.createTable("d.t", "n", "NUMERIC", "at", "TIMESTAMP", "x", "FLOAT64");
    insert(
        "{\"rows\":[{\"json\":{\"n\":\"1.50\",\"at\":\"1970-01-01T00:00:01.250Z\",\"x\":\"NaN\"}},"
            + "{\"json\":{\"n\":\"100\"}}]}");
    assertThat(
        service.rows("d.t"),
        equalTo(
            List.of(
                "{\"n\":1.5,\"at\":\"1970-01-01T00:00:01.250Z\",\"x\":\"NaN\"}",
                "{\"n\":100,\"at\":null,\"x\":null}")));
    assertThat(
        send(at(TABLES + "/t/data")).body(),
        equalTo(
            "{\"rows\":[{\"f\":[{\"v\":\"1.5\"},{\"v\":\"1.25\"},{\"v\":\"NaN\"}]},"
                + "{\"f\":[{\"v\":\"100\"},{\"v\":null},{\"v\":null}]}],\"totalRows\":\"2\"}"));
  }

  @Test
  public void insert_rejectedRowsAlone_orAllWithOne() throws Exception {
    service.createTable("d.t", "a", "INT64");
    service.reject("a", "7");
    String rows =
        "\"rows\":[{\"insertId\":\"i1\",\"json\":{\"a\":\"1\"}},"
            + "{\"insertId\":\"i2\",\"json\":{\"a\":\"7\"}},"
            + "{\"insertId\":\"i3\",\"json\":{\"a\":\"no number\"}}]}";
    assertThat(insert("{" + rows), containsString("\"reason\":\"stopped\""));
    assertThat(service.rows("d.t"), equalTo(List.of()));
    insert("{\"skipInvalidRows\":true," + rows);
    // The id tells that it is the same row again.
    insert("{\"skipInvalidRows\":true," + rows);
    assertThat(service.rows("d.t"), equalTo(List.of("{\"a\":1}")));
  }

  private String createStream(WriteStream.Type type) {
    return BigQueryWriteGrpc.newBlockingStub(channel)
        .createWriteStream(
            CreateWriteStreamRequest.newBuilder()
                .setParent(TABLE)
                .setWriteStream(WriteStream.newBuilder().setType(type))
                .build())
        .getName();
  }

  private AppendRowsResponse append(String stream, long offset, String text) throws Exception {
    return append(row(stream, text).toBuilder().setOffset(Int64Value.of(offset)).build());
  }

  private AppendRowsResponse append(AppendRowsRequest request) throws Exception {
    CompletableFuture<AppendRowsResponse> answer = new CompletableFuture<>();
    StreamObserver<AppendRowsRequest> requests =
        BigQueryWriteGrpc.newStub(channel)
            .appendRows(
                new StreamObserver<>() {
                  @Override
                  public void onNext(AppendRowsResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    AppendRowsResponse response = answer.get(1, TimeUnit.MINUTES);
    requests.onCompleted();
    return response;
  }

  private static AppendRowsRequest row(String stream, String text) {
    return AppendRowsRequest.newBuilder()
        .setWriteStream(stream)
        .setProtoRows(
            AppendRowsRequest.ProtoData.newBuilder()
                .setWriterSchema(
                    ProtoSchema.newBuilder()
                        .setProtoDescriptor(
                            DescriptorProto.newBuilder()
                                .setName("Row")
                                .addField(
                                    FieldDescriptorProto.newBuilder()
                                        .setName("a")
                                        .setNumber(1)
                                        .setType(FieldDescriptorProto.Type.TYPE_STRING))))
                .setRows(
                    ProtoRows.newBuilder()
                        // It is written as a message with a text in the first field.
                        .addSerializedRows(StringValue.of(text).toByteString())))
        .build();
  }

  /** The code by which a connection ends. */
  private static Code codeOf(ThrowingRunnable call) {
    ExecutionException e = assertThrows(ExecutionException.class, call);
    return Code.forNumber(((StatusRuntimeException) e.getCause()).getStatus().getCode().value());
  }

  private BatchCommitWriteStreamsResponse commit(String stream) {
    return BigQueryWriteGrpc.newBlockingStub(channel)
        .batchCommitWriteStreams(
            BatchCommitWriteStreamsRequest.newBuilder()
                .setParent(TABLE)
                .addWriteStreams(stream)
                .build());
  }

  private void finish(String stream) {
    BigQueryWriteGrpc.newBlockingStub(channel)
        .finalizeWriteStream(FinalizeWriteStreamRequest.newBuilder().setName(stream).build());
  }

  @Test
  public void pendingStream_isShownWhenCommitted_eachOffsetOnce() throws Exception {
    service.createTable("d.t", "A", "STRING");
    String stream = createStream(WriteStream.Type.PENDING);
    assertThat(append(stream, 0, "first").hasAppendResult(), equalTo(true));
    assertThat(append(stream, 0, "again").getError().getCode(), equalTo(Code.ALREADY_EXISTS_VALUE));
    assertThat(append(stream, 2, "too far").getError().getCode(), equalTo(Code.OUT_OF_RANGE_VALUE));
    assertThat(service.rows("d.t"), equalTo(List.of()));
    assertThat(commit(stream).getStreamErrors(0).getCode(), equalTo(INVALID_STREAM_STATE));
    finish(stream);
    assertThat(append(stream, 1, "late").getError().getMessage(), containsString("FINALIZED"));
    assertThat(service.rows("d.t"), equalTo(List.of()));
    assertThat(commit(stream).hasCommitTime(), equalTo(true));
    BatchCommitWriteStreamsResponse again = commit(stream);
    assertThat(again.hasCommitTime(), equalTo(false));
    assertThat(again.getStreamErrors(0).getCode(), equalTo(STREAM_ALREADY_COMMITTED));
    assertThat(service.rows("d.t"), equalTo(List.of("{\"A\":\"first\"}")));
  }

  @Test
  public void bufferedStream_isShownAsFarAsItIsFlushed() throws Exception {
    service.createTable("d.t", "a", "STRING");
    String stream = createStream(WriteStream.Type.BUFFERED);
    append(stream, 0, "first");
    append(stream, 1, "second");
    FlushRowsRequest flush =
        FlushRowsRequest.newBuilder().setWriteStream(stream).setOffset(Int64Value.of(0)).build();
    BigQueryWriteGrpc.newBlockingStub(channel).flushRows(flush);
    assertThat(service.rows("d.t"), equalTo(List.of("{\"a\":\"first\"}")));
    StatusRuntimeException e =
        assertThrows(
            StatusRuntimeException.class,
            () ->
                BigQueryWriteGrpc.newBlockingStub(channel)
                    .flushRows(flush.toBuilder().setOffset(Int64Value.of(2)).build()));
    assertThat(e.getStatus().getCode(), equalTo(io.grpc.Status.Code.OUT_OF_RANGE));
  }

  @Test
  public void defaultStream_isShownAtOnce_andRejectsWithTheReason() throws Exception {
    service.createTable("d.t", "a", "STRING");
    service.reject("a", "bad");
    append(row(DEFAULT_STREAM, "good"));
    AppendRowsResponse rejected = append(row(DEFAULT_STREAM, "bad"));
    assertThat(rejected.getRowErrors(0).getMessage(), equalTo("no such value: bad"));
    assertThat(service.rows("d.t"), equalTo(List.of("{\"a\":\"good\"}")));
  }

  @Test
  public void streamsThatAreNotThere_areNotFound() throws Exception {
    service.createTable("d.t", "a", "STRING");
    assertThat(codeOf(() -> append(TABLE + "/streams/s1", 0, "x")), equalTo(Code.NOT_FOUND));
    assertThat(
        commit(TABLE + "/streams/s1").getStreamErrors(0).getCode(), equalTo(STREAM_NOT_FOUND));
  }

  @Test
  public void defaultStream_refusesOffsets() throws Exception {
    service.createTable("d.t", "a", "STRING");
    assertThat(codeOf(() -> append(DEFAULT_STREAM, 0, "x")), equalTo(Code.INVALID_ARGUMENT));
    assertThat(service.rows("d.t"), equalTo(List.of()));
  }

  @Test
  public void streams_haveNamesOfTheirOwn_inEachService() throws Exception {
    service.createTable("d.t", "a", "STRING");
    String first = createStream(WriteStream.Type.PENDING);
    stop();
    start();
    service.createTable("d.t", "a", "STRING");
    assertThat(createStream(WriteStream.Type.PENDING), not(equalTo(first)));
  }

  @Test
  public void cellThatIsNoneOfItsColumn_isTheRowsError() throws Exception {
    service.createTable("d.t", "a", "DATE");
    AppendRowsResponse rejected = append(row(DEFAULT_STREAM, "no day"));
    assertThat(rejected.getError().getCode(), equalTo(Code.INVALID_ARGUMENT_VALUE));
    assertThat(rejected.getRowErrors(0).getMessage(), containsString("no day"));
    assertThat(append(row(DEFAULT_STREAM, "2026-03-02")).hasAppendResult(), equalTo(true));
    assertThat(service.rows("d.t"), equalTo(List.of("{\"a\":\"2026-03-02\"}")));
  }

  @Test
  public void requestsAfterTheConnectionFailed_areNotAnswered() {
    AppendRowsRequest bad =
        row(DEFAULT_STREAM, "x").toBuilder().setOffset(Int64Value.of(0)).build();
    RecordedAnswers answers = new RecordedAnswers();
    Appends appends =
        (Appends) new AppendService(tablesWith("d.t", "a", "STRING")).appendRows(answers);
    appends.onNext(bad);
    appends.onNext(bad);
    appends.onNext(row(DEFAULT_STREAM, "x"));
    appends.onCompleted();
    assertThat(answers.seen, equalTo(List.of("error")));
  }

  private static FakeTables tablesWith(String table, String... namesAndTypes) {
    FakeTables tables = new FakeTables();
    tables.create(table, namesAndTypes);
    return tables;
  }

  private static final class RecordedAnswers implements StreamObserver<AppendRowsResponse> {

    private final List<String> seen = new ArrayList<>();

    @Override
    public void onNext(AppendRowsResponse response) {
      seen.add("answer");
    }

    @Override
    public void onError(Throwable failure) {
      seen.add("error");
    }

    @Override
    public void onCompleted() {
      seen.add("end");
    }
  }

  @Test
  public void methodsThereAreNot_areNamed() throws Exception {
    service.createTable("d.t", "a", "STRING");
    HttpResponse<String> deleted = send(at(TABLES + "/t").DELETE());
    assertThat(deleted.statusCode(), equalTo(501));
    assertThat(
        deleted.body(), containsString("There is no such method here: DELETE " + TABLES + "/t"));
    assertThat(send(at(TABLES + "/t/undelete")).statusCode(), equalTo(501));
    assertThat(send(at("/bigquery/v2/projects/p/jobs")).statusCode(), equalTo(501));
    assertThat(send(at(TABLES)).statusCode(), equalTo(501));
  }

  @Test
  public void whatIsNoRequest_isTheClientsFault() throws Exception {
    service.createTable("d.t", "a", "STRING");
    BodyPublisher noJson = BodyPublishers.ofString("{\"rows\":");
    assertThat(send(at(TABLES + "/t/insertAll").POST(noJson)).statusCode(), equalTo(400));
    BodyPublisher noType =
        BodyPublishers.ofString(
            "{\"tableReference\":{\"tableId\":\"u\"},\"schema\":{\"fields\":["
                + "{\"name\":\"a\",\"type\":\"COLOUR\"}]}}");
    HttpResponse<String> refused = send(at(TABLES).POST(noType));
    assertThat(refused.statusCode(), equalTo(400));
    assertThat(refused.body(), containsString("There is no type COLOUR here."));
    assertThat(send(at(TABLES).POST(BodyPublishers.ofString("{}"))).statusCode(), equalTo(400));
  }

  @Test
  public void trust_ofASecondOne_isRefused_andLeavesTheFirst() throws Exception {
    String trusted = System.getProperty("javax.net.ssl.trustStore");
    try (BigQueryFake second = BigQueryFake.start(folder.newFolder().toPath())) {
      IllegalStateException e = assertThrows(IllegalStateException.class, second::trust);
      assertThat(e.getMessage(), containsString("Close that one first"));
    }
    assertThat(System.getProperty("javax.net.ssl.trustStore"), equalTo(trusted));
  }

  @Test
  public void trust_isAddedToWhatIsTrusted_andTakenBack() throws Exception {
    service.close();
    int before = trusted();
    service = BigQueryFake.start(folder.newFolder().toPath());
    service.trust();
    assertThat(before, greaterThan(0));
    assertThat(trustedByEight(), equalTo(Set.of(before + 1)));
    service.close();
    assertThat(trustedByEight(), equalTo(Set.of(before)));
    assertThat(System.getProperty("javax.net.ssl.trustStore"), nullValue());
  }

  /** How many are trusted, as threads see it that ask at once: clients connect so. */
  private static Set<Integer> trustedByEight() throws Exception {
    CyclicBarrier together = new CyclicBarrier(8);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Integer> asking =
          () -> {
            together.await();
            return trusted();
          };
      Set<Integer> seen = new HashSet<>();
      for (Future<Integer> each : threads.invokeAll(Collections.nCopies(8, asking))) {
        seen.add(each.get());
      }
      return seen;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int trusted() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
  }
}
