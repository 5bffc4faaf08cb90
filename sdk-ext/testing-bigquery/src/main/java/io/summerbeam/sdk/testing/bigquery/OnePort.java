package io.summerbeam.sdk.testing.bigquery;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port of the loopback with two servers behind it: Beam has one address for the service's REST,
 * which may be plain, and for its gRPC, which is always TLS.
 */
final class OnePort implements AutoCloseable {

  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int plainPort;
  private final int tlsPort;

  OnePort(int plainPort, int tlsPort) throws IOException {
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
    run("accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      run("first", () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      forward(client);
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void forward(Socket client) throws IOException {
    PushbackInputStream in = new PushbackInputStream(client.getInputStream());
    int first = in.read();
    if (first < 0) {
      client.close();
      return;
    }
    in.unread(first);
    Socket behind =
        new Socket(InetAddress.getLoopbackAddress(), first == TLS_HANDSHAKE ? tlsPort : plainPort);
    run("back", () -> pump(behind.getInputStream(), client));
    pump(in, behind);
  }

  private static void pump(InputStream in, Socket to) throws IOException {
    try (to) {
      in.transferTo(to.getOutputStream());
    }
  }

  private static void run(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two has closed.
              }
            },
            "one-port-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
