package io.summerbeam.sdk.testing.kafka;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The listeners of a broker that encrypt.
 *
 * @param folder of the certificates
 * @param jwksUrl where the keys of tokens are
 */
record BrokerTls(Path folder, BrokerCertificates certificates, String jwksUrl) {

  static final String PROTOCOLS = ",TLS:SSL,TOKEN:SASL_SSL";

  static String listeners(BrokerPorts ports) {
    return ",TLS://127.0.0.1:" + ports.tls() + ",TOKEN://127.0.0.1:" + ports.token();
  }

  void addTo(Properties settings) {
    for (String listener : new String[] {"listener.name.tls.", "listener.name.token."}) {
      settings.setProperty(listener + "ssl.keystore.type", "PKCS12");
      settings.setProperty(
          listener + "ssl.keystore.location", BrokerCertificates.brokerStore(folder).toString());
      settings.setProperty(listener + "ssl.keystore.password", BrokerCertificates.storePassword());
    }
    settings.setProperty("listener.name.tls.ssl.client.auth", "required");
    settings.setProperty("listener.name.tls.ssl.truststore.type", "PEM");
    settings.setProperty(
        "listener.name.tls.ssl.truststore.location", certificates.client().toString());
    String token = "listener.name.token.";
    settings.setProperty(token + "sasl.enabled.mechanisms", "OAUTHBEARER");
    settings.setProperty(
        token + "oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    settings.setProperty(
        token + "oauthbearer.sasl.server.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    settings.setProperty("sasl.oauthbearer.jwks.endpoint.url", jwksUrl);
  }
}
