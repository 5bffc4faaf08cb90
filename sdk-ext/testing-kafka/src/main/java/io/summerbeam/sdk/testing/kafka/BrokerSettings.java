package io.summerbeam.sdk.testing.kafka;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The settings of a broker that is small, alone and quick to start. */
final class BrokerSettings {

  private BrokerSettings() {}

  /**
   * @param tls null where nothing is encrypted
   */
  static void write(
      BrokerFolder folder, BrokerPorts ports, String user, String password, @Nullable BrokerTls tls)
      throws IOException {
    Files.createDirectories(folder.path());
    String clients = "PLAINTEXT://127.0.0.1:" + ports.plain() + ",SASL://127.0.0.1:" + ports.sasl();
    String protocols = "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT";
    Properties settings = new Properties();
    if (tls != null) {
      clients += BrokerTls.listeners(ports);
      protocols += BrokerTls.PROTOCOLS;
      tls.addTo(settings);
    }
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", "1");
    settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty("listeners", clients + ",CONTROLLER://127.0.0.1:" + ports.controller());
    settings.setProperty("advertised.listeners", clients);
    settings.setProperty("listener.security.protocol.map", protocols);
    settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
    settings.setProperty("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    settings.setProperty(
        "listener.name.sasl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
            + user
            + "=\""
            + password
            + "\";");
    for (String mechanism : new String[] {"scram-sha-256", "scram-sha-512"}) {
      settings.setProperty(
          "listener.name.sasl." + mechanism + ".sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    settings.setProperty("log.dirs", folder.data().toString());
    settings.setProperty("auto.create.topics.enable", "false");
    // Records of years ago are not old: that is when they happened.
    settings.setProperty("log.retention.ms", "-1");
    settings.setProperty("log.message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE));
    settings.setProperty("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    settings.setProperty("offsets.topic.replication.factor", "1");
    settings.setProperty("offsets.topic.num.partitions", "1");
    settings.setProperty("transaction.state.log.replication.factor", "1");
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("transaction.state.log.num.partitions", "1");
    settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    // After a kill it is not let in before its former session has ended.
    settings.setProperty("broker.session.timeout.ms", "3000");
    settings.setProperty("broker.heartbeat.interval.ms", "500");
    settings.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
    settings.setProperty("log.cleaner.io.buffer.size", String.valueOf(64 << 10));
    settings.setProperty("log.cleaner.backoff.ms", "200");
    settings.setProperty("log.index.size.max.bytes", String.valueOf(1 << 20));
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "4");
    settings.setProperty("num.recovery.threads.per.data.dir", "1");
    settings.setProperty("background.threads", "2");
    try (Writer file = Files.newBufferedWriter(folder.properties())) {
      settings.store(file, null);
    }
  }
}
