package io.summerbeam.contract;

import io.summerbeam.io.redis.RedisLookup;
import io.summerbeam.sdk.lookup.RowLookupSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.embedded.RedisServer;

/** Redis, which writes what it is given to a file. */
final class RedisOnDisk implements RestartableServer {

  private final Path folder;
  private final int port;
  private RedisServer server;

  RedisOnDisk(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.server = start();
    try (Jedis jedis = connect();
        Pipeline commands = jedis.pipelined()) {
      for (long id = 0; id < Customers.COUNT; id++) {
        commands.hset("customer:" + id, Map.of("name", Customers.name(id)));
      }
      commands.sync();
    }
  }

  private RedisServer start() throws IOException {
    RedisServer started =
        RedisServer.newRedisServer()
            .port(port)
            .setting("dir " + folder)
            .setting("appendonly yes")
            .setting("appendfsync always")
            .setting("save \"\"")
            .build();
    started.start();
    return started;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  Jedis connect() {
    return new Jedis("127.0.0.1", port);
  }

  @Override
  public RowLookupSource customers() {
    return RedisLookup.of(url())
        .withKey("id", FieldType.INT64)
        .withKeyTemplate("customer:{id}")
        .withHash(Customers.VALUE);
  }

  @Override
  public void stop() throws IOException {
    server.stop();
  }

  @Override
  public void startAgain() throws IOException {
    server = start();
  }

  @Override
  public long connections() {
    try (Jedis jedis = connect()) {
      return jedis.clientList().lines().filter(line -> line.contains("name=summerbeam")).count();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
