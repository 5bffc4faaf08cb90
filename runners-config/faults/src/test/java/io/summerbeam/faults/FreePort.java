package io.summerbeam.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that is killed and started again. It is below those that systems give to
 * outgoing connections, so that nobody gets it meanwhile.
 */
final class FreePort {

  private static final int FIRST = 15_000;
  private static final int LAST = 31_000;

  private FreePort() {}

  static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it. Another one.
      }
    }
  }
}
