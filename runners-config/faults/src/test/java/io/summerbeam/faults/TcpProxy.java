package io.summerbeam.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network in front of a server. While it is cut nothing passes, in either direction, and nobody
 * is told; what was on its way arrives when it is mended, as TCP would send it again.
 */
final class TcpProxy implements AutoCloseable {

  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private boolean cut;

  /** In front of a port of this machine. */
  TcpProxy(int target) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("proxy-accept", this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  synchronized void cut() {
    cut = true;
  }

  synchronized void mend() {
    cut = false;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Socket each : open) {
      each.close();
    }
    mend();
  }

  private synchronized void awaitMended() throws InterruptedException {
    while (cut) {
      wait();
    }
  }

  private void accept() throws IOException, InterruptedException {
    while (true) {
      Socket client = entrance.accept();
      open.add(client);
      start("proxy-connect", () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    awaitMended();
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      start("proxy-to", () -> pump(client, server));
      start("proxy-from", () -> pump(server, client));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) throws InterruptedException {
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitMended();
        out.write(buffer, 0, read);
      }
      awaitMended();
    } catch (IOException e) {
      // One side is gone, and so the other is.
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // As good as closed.
    }
  }

  /** What a thread does until the proxy or its connection is closed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Closed.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
