package io.summerbeam.sdk.testing.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import com.google.cloud.bigquery.storage.v1.StorageError;
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
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The appends of one connection; the first says to which stream and of which type. */
final class Appends implements StreamObserver<AppendRowsRequest> {

  private final AppendService service;
  private final FakeTables tables;
  private final StreamObserver<AppendRowsResponse> out;
  private String stream = "";
  private Descriptor type = AppendRowsRequest.getDescriptor();

  Appends(AppendService service, FakeTables tables, StreamObserver<AppendRowsResponse> out) {
    this.service = service;
    this.tables = tables;
    this.out = out;
  }

  @Override
  public void onNext(AppendRowsRequest request) {
    try {
      if (!request.getWriteStream().isEmpty()) {
        stream = request.getWriteStream();
      }
      if (request.getProtoRows().hasWriterSchema()) {
        type = descriptor(request.getProtoRows().getWriterSchema().getProtoDescriptor());
      }
      FakeTable table = service.table(stream).orElse(null);
      if (table == null) {
        // So the service tells of a table that is not there; by it Beam knows to create one.
        out.onError(
            Status.PERMISSION_DENIED
                .withDescription(
                    "Permission 'TABLES_UPDATE_DATA' denied on resource (or it may not exist).")
                .asException());
      } else {
        out.onNext(append(request, table));
      }
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      out.onError(Status.INTERNAL.withCause(e).asException());
    }
  }

  private AppendRowsResponse append(AppendRowsRequest request, FakeTable table)
      throws InvalidProtocolBufferException {
    AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder().setWriteStream(stream);
    List<ObjectNode> rows = new ArrayList<>();
    for (ByteString bytes : request.getProtoRows().getRows().getSerializedRowsList()) {
      ObjectNode row = WireCells.row(DynamicMessage.parseFrom(type, bytes), table.columns());
      tables
          .rejectedFor(row)
          .ifPresent(column -> response.addRowErrors(rejection(rows.size(), row, column)));
      rows.add(row);
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
    RowBuffer buffer = service.buffer(stream).orElse(null);
    if (buffer == null) {
      table.add(rows);
      return response.setAppendResult(result).build();
    }
    long offset = request.hasOffset() ? request.getOffset().getValue() : buffer.size();
    int end = buffer.append(offset, rows);
    return offset == end
        ? response.setAppendResult(result.setOffset(Int64Value.of(end))).build()
        : response.setError(misplaced(offset < end)).build();
  }

  private static RowError rejection(int index, ObjectNode row, String column) {
    return RowError.newBuilder()
        .setIndex(index)
        .setCode(RowError.RowErrorCode.FIELDS_ERROR)
        .setMessage("no such value: " + row.get(column).asText())
        .build();
  }

  private com.google.rpc.Status misplaced(boolean exists) {
    return com.google.rpc.Status.newBuilder()
        .setCode(exists ? Code.ALREADY_EXISTS_VALUE : Code.OUT_OF_RANGE_VALUE)
        .addDetails(
            Any.pack(
                StorageError.newBuilder()
                    .setCode(
                        exists
                            ? StorageError.StorageErrorCode.OFFSET_ALREADY_EXISTS
                            : StorageError.StorageErrorCode.OFFSET_OUT_OF_RANGE)
                    .setEntity(stream)
                    .build()))
        .build();
  }

  private static Descriptor descriptor(DescriptorProto type) throws DescriptorValidationException {
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
