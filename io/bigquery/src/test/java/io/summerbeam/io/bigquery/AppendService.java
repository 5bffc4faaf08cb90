package io.summerbeam.io.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of the Storage Write API as appends need: default streams, whose rows are there at once,
 * and pending ones, whose rows are there when they are committed. It knows one schema, of {@code
 * state} and {@code flights}, and rejects the rows whose state is {@value RestService#BAD_STATE}.
 */
final class AppendService extends BigQueryWriteGrpc.BigQueryWriteImplBase {

  private static final String DEFAULT_STREAM = "_default";
  private static final Pattern TABLE = Pattern.compile("/tables/([^/]+)");
  private static final io.grpc.Status NOT_FOUND = io.grpc.Status.NOT_FOUND;

  private final Map<String, List<String>> pending = new ConcurrentHashMap<>();
  private final List<String> committed = new CopyOnWriteArrayList<>();
  private final AtomicInteger streams = new AtomicInteger();
  private final Predicate<String> tables;

  /**
   * A service for the tables that are there.
   *
   * @param tables whether there is a table of this name
   */
  AppendService(Predicate<String> tables) {
    this.tables = tables;
  }

  /** The rows that were committed: {@code MI 1}, sorted. */
  List<String> rows() {
    return committed.stream().sorted().toList();
  }

  @Override
  public void createWriteStream(CreateWriteStreamRequest request, StreamObserver<WriteStream> out) {
    if (!isThere(request.getParent())) {
      out.onError(NOT_FOUND.asException());
      return;
    }
    answer(
        stream(request.getParent() + "/streams/s" + streams.incrementAndGet()).toBuilder()
            .setType(request.getWriteStream().getType())
            .build(),
        out);
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> out) {
    if (isThere(request.getName())) {
      answer(stream(request.getName()), out);
    } else {
      out.onError(NOT_FOUND.asException());
    }
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> out) {
    return new Appends(out);
  }

  @Override
  public void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> out) {
    answer(
        FinalizeWriteStreamResponse.newBuilder()
            .setRowCount(pending.getOrDefault(request.getName(), List.of()).size())
            .build(),
        out);
  }

  @Override
  public void batchCommitWriteStreams(
      BatchCommitWriteStreamsRequest request, StreamObserver<BatchCommitWriteStreamsResponse> out) {
    for (String stream : request.getWriteStreamsList()) {
      List<String> rows = pending.remove(stream);
      if (rows != null) {
        committed.addAll(rows);
      }
    }
    answer(
        BatchCommitWriteStreamsResponse.newBuilder()
            .setCommitTime(Timestamp.newBuilder().setSeconds(1))
            .build(),
        out);
  }

  /** Whether the table of {@code projects/p/datasets/d/tables/t/...} is there. */
  private boolean isThere(String name) {
    Matcher table = TABLE.matcher(name);
    return table.find() && tables.test(table.group(1));
  }

  private static WriteStream stream(String name) {
    TableFieldSchema.Builder column =
        TableFieldSchema.newBuilder().setMode(TableFieldSchema.Mode.REQUIRED);
    return WriteStream.newBuilder()
        .setName(name)
        .setTableSchema(
            TableSchema.newBuilder()
                .addFields(column.setName("state").setType(TableFieldSchema.Type.STRING))
                .addFields(column.setName("flights").setType(TableFieldSchema.Type.INT64)))
        .build();
  }

  private static <T> void answer(T answer, StreamObserver<T> out) {
    out.onNext(answer);
    out.onCompleted();
  }

  /** The appends of one connection; the first says for which stream and of which type. */
  private final class Appends implements StreamObserver<AppendRowsRequest> {

    private final StreamObserver<AppendRowsResponse> out;
    private String stream = "";
    private Descriptor type = AppendRowsRequest.getDescriptor();

    Appends(StreamObserver<AppendRowsResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(AppendRowsRequest request) {
      try {
        if (!request.getWriteStream().isEmpty()) {
          stream = request.getWriteStream();
        }
        if (!isThere(stream)) {
          out.onError(NOT_FOUND.asException());
          return;
        }
        if (request.getProtoRows().hasWriterSchema()) {
          type = descriptor(request.getProtoRows().getWriterSchema().getProtoDescriptor());
        }
        out.onNext(append(request));
      } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
        out.onError(io.grpc.Status.INTERNAL.withCause(e).asException());
      }
    }

    private AppendRowsResponse append(AppendRowsRequest request)
        throws InvalidProtocolBufferException {
      AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder().setWriteStream(stream);
      List<String> rows = new ArrayList<>();
      for (ByteString bytes : request.getProtoRows().getRows().getSerializedRowsList()) {
        DynamicMessage row = DynamicMessage.parseFrom(type, bytes);
        Object state = row.getField(type.findFieldByName("state"));
        if (state.equals(RestService.BAD_STATE)) {
          response.addRowErrors(
              RowError.newBuilder()
                  .setIndex(rows.size())
                  .setCode(RowError.RowErrorCode.FIELDS_ERROR)
                  .setMessage("no such state: " + state));
        }
        rows.add(state + " " + row.getField(type.findFieldByName("flights")));
      }
      if (response.getRowErrorsCount() > 0) {
        return response
            .setError(
                Status.newBuilder()
                    .setCode(Code.INVALID_ARGUMENT_VALUE)
                    .setMessage("Errors found while processing rows."))
            .build();
      }
      if (stream.endsWith(DEFAULT_STREAM)) {
        committed.addAll(rows);
        return response.setAppendResult(AppendRowsResponse.AppendResult.newBuilder()).build();
      }
      List<String> before = pending.computeIfAbsent(stream, unused -> new CopyOnWriteArrayList<>());
      AppendRowsResponse.AppendResult.Builder result =
          AppendRowsResponse.AppendResult.newBuilder().setOffset(Int64Value.of(before.size()));
      before.addAll(rows);
      return response.setAppendResult(result).build();
    }

    private Descriptor descriptor(DescriptorProto type) throws DescriptorValidationException {
      return FileDescriptor.buildFrom(
              FileDescriptorProto.newBuilder().setName("row").addMessageType(type).build(),
              new FileDescriptor[0])
          .getMessageTypes()
          .get(0);
    }

    @Override
    public void onError(Throwable unused) {
      // The client has gone.
    }

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }
}
