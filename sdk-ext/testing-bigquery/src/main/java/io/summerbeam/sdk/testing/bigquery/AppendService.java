package io.summerbeam.sdk.testing.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.FlushRowsRequest;
import com.google.cloud.bigquery.storage.v1.FlushRowsResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of the Storage Write API as appends need: default streams, whose rows are there at once;
 * buffered ones, whose rows are there when they are flushed; and pending ones, whose rows are there
 * when they are committed.
 */
final class AppendService extends BigQueryWriteGrpc.BigQueryWriteImplBase {

  private static final Pattern TABLE = Pattern.compile(".*/datasets/([^/]+)/tables/([^/]+).*");

  private final FakeTables tables;
  private final Map<String, RowBuffer> buffers = new ConcurrentHashMap<>();
  // Beam keeps the connections to streams for the whole JVM, by their names: those of no two
  // services may be equal.
  private final String service = UUID.randomUUID().toString();
  private final AtomicInteger streams = new AtomicInteger();

  AppendService(FakeTables tables) {
    this.tables = tables;
  }

  @Override
  public void createWriteStream(CreateWriteStreamRequest request, StreamObserver<WriteStream> out) {
    Optional<FakeTable> table = table(request.getParent());
    if (table.isEmpty()) {
      notFound(out);
      return;
    }
    String name = request.getParent() + "/streams/" + service + "-" + streams.incrementAndGet();
    buffers.put(name, new RowBuffer(table.get()));
    answer(
        stream(name, table.get()).toBuilder().setType(request.getWriteStream().getType()).build(),
        out);
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> out) {
    table(request.getName())
        .ifPresentOrElse(
            table -> answer(stream(request.getName(), table), out), () -> notFound(out));
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> out) {
    return new Appends(this, tables, out);
  }

  @Override
  public void flushRows(FlushRowsRequest request, StreamObserver<FlushRowsResponse> out) {
    RowBuffer buffer = buffers.get(request.getWriteStream());
    if (buffer == null) {
      notFound(out);
      return;
    }
    long offset = request.getOffset().getValue();
    if (offset >= buffer.size()) {
      out.onError(Status.OUT_OF_RANGE.asException());
      return;
    }
    buffer.show((int) offset + 1);
    answer(FlushRowsResponse.newBuilder().setOffset(offset).build(), out);
  }

  @Override
  public void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> out) {
    RowBuffer buffer = buffers.get(request.getName());
    if (buffer == null) {
      notFound(out);
    } else {
      buffer.finish();
      answer(FinalizeWriteStreamResponse.newBuilder().setRowCount(buffer.size()).build(), out);
    }
  }

  @Override
  public void batchCommitWriteStreams(
      BatchCommitWriteStreamsRequest request, StreamObserver<BatchCommitWriteStreamsResponse> out) {
    List<StorageError> errors = new ArrayList<>();
    List<RowBuffer> all = new ArrayList<>();
    for (String name : request.getWriteStreamsList()) {
      RowBuffer buffer = buffers.get(name);
      if (buffer == null) {
        errors.add(error(StorageErrorCode.STREAM_NOT_FOUND, name));
      } else if (buffer.isCommitted()) {
        errors.add(error(StorageErrorCode.STREAM_ALREADY_COMMITTED, name));
      } else if (!buffer.isFinished()) {
        errors.add(error(StorageErrorCode.INVALID_STREAM_STATE, name));
      } else {
        all.add(buffer);
      }
    }
    BatchCommitWriteStreamsResponse.Builder response = BatchCommitWriteStreamsResponse.newBuilder();
    if (errors.isEmpty()) {
      all.forEach(RowBuffer::commit);
      answer(response.setCommitTime(Timestamp.newBuilder().setSeconds(1)).build(), out);
    } else {
      // All or none; that there is no time tells which.
      answer(response.addAllStreamErrors(errors).build(), out);
    }
  }

  /** What is wrong with a stream, as the service puts it into an answer. */
  static StorageError error(StorageErrorCode code, String stream) {
    return StorageError.newBuilder()
        .setCode(code)
        .setEntity(stream)
        .setErrorMessage(code.name() + ": " + stream)
        .build();
  }

  /** The table that the name of a table or stream is of. */
  Optional<FakeTable> table(String name) {
    Matcher table = TABLE.matcher(name);
    return table.matches() ? tables.find(table.group(1) + "." + table.group(2)) : Optional.empty();
  }

  /** The stream of this name, if it is one that was made. */
  Optional<RowBuffer> buffer(String name) {
    return Optional.ofNullable(buffers.get(name));
  }

  private static WriteStream stream(String name, FakeTable table) {
    return WriteStream.newBuilder()
        .setName(name)
        .setTableSchema(Column.toWireSchema(table.columns()))
        .build();
  }

  private static void notFound(StreamObserver<?> out) {
    out.onError(Status.NOT_FOUND.asException());
  }

  private static <T> void answer(T answer, StreamObserver<T> out) {
    out.onNext(answer);
    out.onCompleted();
  }
}
