package io.summerbeam.transforms.enrich;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Asks a {@link SocketServer}, with threads and connections, as clients of databases do. */
record SocketSource(int port) implements RowLookupSource {

  /** What its threads are called. */
  static final String THREADS = "SocketSource";

  static final Schema KEY = Schema.builder().addInt64Field("id").build();
  static final Schema VALUE = Schema.builder().addInt64Field("answer").build();

  private static final int CONNECTIONS = 3;

  @Override
  public Schema keySchema() {
    return KEY;
  }

  @Override
  public Schema valueSchema() {
    return VALUE;
  }

  @Override
  public Lookup<Row, Row> open() {
    BlockingCalls<Socket> calls =
        new BlockingCalls<>(THREADS, CONNECTIONS, new SocketConnector(port));
    return new Lookup<>() {
      @Override
      public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
        return calls.submit(socket -> ask(socket, keys));
      }

      @Override
      public void close() {
        calls.close();
      }
    };
  }

  private static Map<Row, Row> ask(Socket socket, Set<Row> keys) throws LookupException {
    try {
      DataOutputStream question = new DataOutputStream(socket.getOutputStream());
      DataInputStream answer = new DataInputStream(socket.getInputStream());
      Map<Row, Row> values = new HashMap<>();
      for (Row key : keys) {
        question.writeLong(key.getInt64(0));
        values.put(key, Row.withSchema(VALUE).addValues(answer.readLong()).build());
      }
      return values;
    } catch (IOException e) {
      throw LookupException.retryable("the connection is lost", e);
    }
  }

  private record SocketConnector(int port) implements BlockingCalls.Connector<Socket> {

    @Override
    public Socket connect() throws LookupException {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException e) {
        throw LookupException.retryable("no connection", e);
      }
    }

    @Override
    public boolean isAlive(Socket connection) {
      return !connection.isClosed();
    }

    @Override
    public void close(Socket connection) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }
}
