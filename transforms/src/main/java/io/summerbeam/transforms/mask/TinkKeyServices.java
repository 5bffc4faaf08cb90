package io.summerbeam.transforms.mask;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import io.summerbeam.sdk.cipher.MasterKey;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Tink's clients for key services. This is the Tink that those clients are made for, under its own
 * name and in the version that the class path has; what is used of it has been the same since 1.0.
 */
final class TinkKeyServices {

  // Their jars do not say so in META-INF/services.
  private static final Map<String, String> KNOWN =
      Map.of(
          "gcp-kms://", "com.google.crypto.tink.integration.gcpkms.GcpKmsClient",
          "aws-kms://", "com.google.crypto.tink.integration.awskms.AwsKmsClient");

  private TinkKeyServices() {}

  /** The key of a URI; empty where there is no client for it. */
  static Optional<MasterKey> key(String uri) throws GeneralSecurityException {
    Optional<KmsClient> client = registered(uri);
    if (client.isEmpty()) {
      client = provided(uri);
    }
    if (client.isEmpty()) {
      client = known(uri);
    }
    if (client.isEmpty()) {
      return Optional.empty();
    }
    Aead aead = client.get().getAead(uri);
    return Optional.of(aead::decrypt);
  }

  /** One that the user's code has given to Tink, with credentials. */
  private static Optional<KmsClient> registered(String uri) {
    try {
      return Optional.of(KmsClients.get(uri));
    } catch (GeneralSecurityException e) {
      // It has no other way to say that there is none.
      return Optional.empty();
    }
  }

  private static Optional<KmsClient> provided(String uri) throws GeneralSecurityException {
    try {
      for (KmsClient client : ServiceLoader.load(KmsClient.class, classLoader())) {
        if (client.doesSupport(uri)) {
          return Optional.of(client.withDefaultCredentials());
        }
      }
      return Optional.empty();
    } catch (ServiceConfigurationError e) {
      throw new GeneralSecurityException("A client in META-INF/services cannot be loaded.", e);
    }
  }

  private static Optional<KmsClient> known(String uri) throws GeneralSecurityException {
    for (Map.Entry<String, String> each : KNOWN.entrySet()) {
      if (uri.startsWith(each.getKey())) {
        return load(each.getValue());
      }
    }
    return Optional.empty();
  }

  private static Optional<KmsClient> load(String className) throws GeneralSecurityException {
    Class<?> found;
    try {
      found = Class.forName(className, true, classLoader());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          found
              .asSubclass(KmsClient.class)
              .getDeclaredConstructor()
              .newInstance()
              .withDefaultCredentials());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new GeneralSecurityException("The client is not of a version that is known.", e);
    }
  }

  /** That of the job's own jars: there the clients are. */
  private static ClassLoader classLoader() {
    return TinkKeyServices.class.getClassLoader();
  }
}
