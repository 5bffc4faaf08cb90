package io.summerbeam.io.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server on which from a time on nothing comes through, and nobody is told. */
final class SilencedNetwork implements AutoCloseable {

  private final ServerSocket entrance;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  /**
   * @param port of the server
   */
  SilencedNetwork(int port) throws IOException {
    this.port = port;
    this.entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + entrance.getLocalPort() + "/postgres";
  }

  /** Nothing comes through from now on. */
  void silence() {
    silent = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        sockets.add(client);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(server);
        start(() -> carry(client, server));
        start(() -> carry(server, client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try {
      for (int read = 0; read >= 0; read = from.getInputStream().read(bytes)) {
        if (!silent) {
          to.getOutputStream().write(bytes, 0, read);
        }
      }
      if (!silent) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // One of the two is closed.
    }
  }

  private static void start(Runnable run) {
    Thread thread = new Thread(run, "SilencedNetwork");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
