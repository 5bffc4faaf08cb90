package io.summerbeam.transforms.enrich;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each whole number with its double, but negative ones never; counts who is connected. */
final class SocketServer implements AutoCloseable {

  private final ServerSocket server;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();

  SocketServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections there were. */
  int accepted() {
    return accepted.get();
  }

  /** How many connections there are. */
  int connected() {
    return connected.get();
  }

  /** How many questions were asked that are never answered. */
  int unanswered() {
    return unanswered.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        connected.incrementAndGet();
        start("answer", () -> answer(socket));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      DataInputStream questions = new DataInputStream(socket.getInputStream());
      DataOutputStream answers = new DataOutputStream(socket.getOutputStream());
      while (true) {
        long number = questions.readLong();
        if (number >= 0) {
          answers.writeLong(2 * number);
        } else {
          unanswered.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The other side has left.
    } finally {
      connected.decrementAndGet();
    }
  }

  private static void start(String name, Runnable run) {
    Thread thread = new Thread(run, "SocketServer-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
