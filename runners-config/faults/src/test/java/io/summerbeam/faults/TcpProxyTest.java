package io.summerbeam.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.Test;

/** The network that can be cut. */
public class TcpProxyTest {

  private static final int SILENCE_MILLIS = 200;

  @Test
  public void cut_passesNothing_untilItIsMended() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(server.getLocalPort());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(accepted.getInputStream().read(), equalTo(1));

      proxy.cut();
      client.getOutputStream().write(2);
      accepted.setSoTimeout(SILENCE_MILLIS);
      assertThrows(SocketTimeoutException.class, () -> accepted.getInputStream().read());

      proxy.mend();
      accepted.setSoTimeout(0);
      assertThat(accepted.getInputStream().read(), equalTo(2));
      accepted.getOutputStream().write(3);
      assertThat(client.getInputStream().read(), equalTo(3));
    }
  }

  @Test
  public void server_gone_closesTheClient() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpProxy proxy = new TcpProxy(server.getLocalPort());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      server.accept().close();
      assertThat(client.getInputStream().read(), equalTo(-1));
    }
  }
}
