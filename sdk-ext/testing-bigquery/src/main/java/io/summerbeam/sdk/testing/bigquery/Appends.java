package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The appends of one connection; the first says to which stream and of which type. */
final class Appends implements StreamObserver<AppendRowsRequest> {

  private static final String DEFAULT_STREAM = "/_default";

  private final AppendService service;
  private final FakeTables tables;
  private final StreamObserver<AppendRowsResponse> out;
  private String stream = "";
  private @Nullable Descriptor type;
  private boolean over;

  Appends(AppendService service, FakeTables tables, StreamObserver<AppendRowsResponse> out) {
    this.service = service;
    this.tables = tables;
    this.out = out;
  }

  @Override
  public void onNext(AppendRowsRequest request) {
    // What was on its way when the call failed comes all the same.
    if (over) {
      return;
    }
    try {
      out.onNext(answer(request));
    } catch (StatusException e) {
      over = true;
      out.onError(e);
    }
  }

  private AppendRowsResponse answer(AppendRowsRequest request) throws StatusException {
    if (!request.getWriteStream().isEmpty()) {
      stream = request.getWriteStream();
    }
    if (request.getProtoRows().hasWriterSchema()) {
      type = descriptor(request.getProtoRows().getWriterSchema().getProtoDescriptor());
    }
    Descriptor rowType = type;
    if (rowType == null) {
      throw failure(Status.INVALID_ARGUMENT, "The first request must have a writer_schema.");
    }
    FakeTable table = service.table(stream).orElse(null);
    if (table == null) {
      // So the service tells of a table that is not there; by it Beam knows to create one.
      throw failure(
          Status.PERMISSION_DENIED,
          "Permission 'TABLES_UPDATE_DATA' denied on resource (or it may not exist).");
    }
    RowBuffer buffer = service.buffer(stream).orElse(null);
    if (buffer == null && !stream.endsWith(DEFAULT_STREAM)) {
      throw failure(Status.NOT_FOUND, "There is no stream " + stream);
    }
    if (buffer == null && request.hasOffset()) {
      throw failure(Status.INVALID_ARGUMENT, "A default stream has no offsets: " + stream);
    }
    return append(request, rowType, table, buffer);
  }

  private AppendRowsResponse append(
      AppendRowsRequest request, Descriptor rowType, FakeTable table, @Nullable RowBuffer buffer) {
    AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder().setWriteStream(stream);
    if (buffer != null && buffer.isFinished()) {
      return response
          .setError(refusal(Code.INVALID_ARGUMENT, StorageErrorCode.STREAM_FINALIZED))
          .build();
    }
    List<ObjectNode> rows = new ArrayList<>();
    List<ByteString> sent = request.getProtoRows().getRows().getSerializedRowsList();
    for (int i = 0; i < sent.size(); i++) {
      try {
        ObjectNode row =
            WireCells.row(DynamicMessage.parseFrom(rowType, sent.get(i)), table.columns());
        String column = tables.rejectedFor(row).orElse(null);
        if (column == null) {
          rows.add(row);
        } else {
          response.addRowErrors(rejection(i, "no such value: " + row.get(column).asText()));
        }
      } catch (InvalidProtocolBufferException | RuntimeException e) {
        response.addRowErrors(rejection(i, String.valueOf(e.getMessage())));
      }
    }
    if (response.getRowErrorsCount() > 0) {
      return response
          .setError(
              com.google.rpc.Status.newBuilder()
                  .setCode(Code.INVALID_ARGUMENT_VALUE)
                  .setMessage("Errors found while processing rows."))
          .build();
    }
    AppendRowsResponse.AppendResult.Builder result = AppendRowsResponse.AppendResult.newBuilder();
    if (buffer == null) {
      table.add(rows);
      return response.setAppendResult(result).build();
    }
    long offset = request.hasOffset() ? request.getOffset().getValue() : buffer.size();
    int end = buffer.append(offset, rows);
    if (offset == end) {
      return response.setAppendResult(result.setOffset(Int64Value.of(end))).build();
    }
    return response
        .setError(
            offset < end
                ? refusal(Code.ALREADY_EXISTS, StorageErrorCode.OFFSET_ALREADY_EXISTS)
                : refusal(Code.OUT_OF_RANGE, StorageErrorCode.OFFSET_OUT_OF_RANGE))
        .build();
  }

  private static RowError rejection(int index, String message) {
    return RowError.newBuilder()
        .setIndex(index)
        .setCode(RowError.RowErrorCode.FIELDS_ERROR)
        .setMessage(message)
        .build();
  }

  private com.google.rpc.Status refusal(Code code, StorageErrorCode reason) {
    return com.google.rpc.Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(reason.name() + ": " + stream)
        .addDetails(Any.pack(AppendService.error(reason, stream)))
        .build();
  }

  private static Descriptor descriptor(DescriptorProto type) throws StatusException {
    try {
      return FileDescriptor.buildFrom(
              FileDescriptorProto.newBuilder().setName("row").addMessageType(type).build(),
              new FileDescriptor[0])
          .getMessageTypes()
          .get(0);
    } catch (DescriptorValidationException e) {
      throw failure(Status.INVALID_ARGUMENT, "The writer_schema is none: " + e.getMessage());
    }
  }

  private static StatusException failure(Status status, String message) {
    return status.withDescription(message).asException();
  }

  @Override
  public void onError(Throwable unused) {
    // The client has gone.
    over = true;
  }

  @Override
  public void onCompleted() {
    if (!over) {
      out.onCompleted();
    }
  }
}
