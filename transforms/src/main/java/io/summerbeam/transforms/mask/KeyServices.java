package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.MasterKey;
import java.security.GeneralSecurityException;

/**
 * Keys that do not leave their service, by URI. It can do without Tink's clients, until one is
 * asked.
 */
final class KeyServices {

  private static final String REMEDY =
      " Add Tink's client for that service to the job: com.google.crypto.tink:tink-gcpkms for"
          + " gcp-kms://, tink-awskms for aws-kms://; or register one with KmsClients.add()."
          + " ./summerbeam takes their jars in SUMMERBEAM_CLASSPATH.";

  private KeyServices() {}

  /**
   * The key of a URI.
   *
   * @throws IllegalStateException if no client knows it, or the client does not take it
   */
  static MasterKey key(String uri) {
    try {
      return TinkKeyServices.key(uri)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "encryptedBy(): there is no client for the key service of "
                          + uri
                          + "."
                          + REMEDY));
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "encryptedBy(): the client for the key service of "
              + uri
              + " cannot be loaded, or there is no Tink on the class path."
              + REMEDY,
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "encryptedBy(): the client for the key service of " + uri + " did not take the key.", e);
    }
  }
}
