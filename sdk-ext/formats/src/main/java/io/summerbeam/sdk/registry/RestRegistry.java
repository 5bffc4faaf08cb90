package io.summerbeam.sdk.registry;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.secret.KeySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry that is asked over the REST API of Confluent's Schema Registry, which Redpanda,
 * Karapace and Apicurio ({@code https://host/apis/ccompat/v7}) have as well.
 *
 * <pre>{@code
 * SchemaRegistry registry =
 *     RestRegistry.at("https://registry.example.com")
 *         .withBasicAuthentication("orders", KeySource.of("env:REGISTRY_PASSWORD"));
 * AvroFormat.of().withRegistry(registry)
 * }</pre>
 *
 * <p><b>Requests.</b> Blocking, once for each schema in a JVM: answers are kept (1,000 of each
 * kind), those that something is not there, or cannot be used, for 30 s, and as many apart, so that
 * they push out none of the others; the latest version of a subject is asked for each time. 5xx,
 * 429, 408, time-outs and lost connections are tried again, {@link #withMaxRetries} times, after
 * 100 ms, 200 ms, 400 ms, or what {@code Retry-After} says in seconds, 5 s at most.
 *
 * <p><b>Errors.</b> That something is not there is an answer only with the registry's own error
 * code (404xx): a 404 of any other server is an error, and the records are none. So are redirects,
 * which are not followed, refused credentials, failures of TLS, and what is no answer. They are
 * {@link RegistryException}s. What is wrong with one schema is an {@link UnusableSchemaException}:
 * a type that is none of {@link SchemaKind}, references that lead nowhere, more than 100 of them,
 * an answer of more than {@link #MAX_RESPONSE_BYTES}, and a 403 with the registry's own error code
 * (403xx), by which it refuses a subject; any other 403 is one of refused credentials. Messages
 * show the registry's URL and subjects, no secret and nothing of the answer but its codes.
 *
 * <p><b>Security.</b> Secrets are references, read on the worker for each request; stores of
 * certificates ({@link #withTrustStore}, {@link #withKeyStore}) are read when their files have
 * changed. Secrets are not sent over {@code http:} to other machines unless that is allowed ({@link
 * #allowingSecretsInClear}).
 */
@AutoValue
public abstract class RestRegistry implements SchemaRegistry {

  private static final long serialVersionUID = 1;

  /** How long a request may take, unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** How often a request is tried again, unless something else is asked for. */
  public static final int DEFAULT_MAX_RETRIES = 3;

  /** How long an answer may be: 4 MiB. */
  public static final int MAX_RESPONSE_BYTES = 4 << 20;

  private static final int MOST_RETRIES = 100;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Pattern URL = Pattern.compile("https?://[^/?#@\\\\]+(?:/[^?#]*)?");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * The registry at a URL.
   *
   * @param url what stands before {@code /subjects} and {@code /schemas}
   * @throws IllegalArgumentException if it is none of a host, or has a user, a query or a fragment
   */
  public static RestRegistry at(String url) {
    // The message does not show what may have a password in it.
    if (!URL.matcher(url).matches() || host(url) == null) {
      throw new IllegalArgumentException(
          "RestRegistry.at() must be given http: or https://host/path, without a user, a password,"
              + " a query and a fragment; credentials have methods of their own. (The text is not"
              + " shown here because it may hold a password.)");
    }
    return new AutoValue_RestRegistry.Builder()
        .setUrl(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
        .setSecretsInClear(false)
        .setTimeout(DEFAULT_TIMEOUT)
        .setMaxRetries(DEFAULT_MAX_RETRIES)
        .build();
  }

  private static @Nullable String host(String url) {
    try {
      return new URI(url).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /**
   * A user and a password. Default: no credentials.
   *
   * @throws IllegalArgumentException if the user is empty or has a colon
   */
  public RestRegistry withBasicAuthentication(String user, KeySource password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new IllegalArgumentException(
          "withBasicAuthentication() must be given a user without a colon, but was: '"
              + user
              + "'");
    }
    return toBuilder().setCredentials(new RegistryCredentials(user, password)).build();
  }

  /** A token in the header {@code Authorization: Bearer}. Default: no credentials. */
  public RestRegistry withBearerToken(KeySource token) {
    return toBuilder().setCredentials(new RegistryCredentials(null, token)).build();
  }

  /**
   * Secrets may be sent over {@code http:} to other machines, where something else than TLS hides
   * them. Default: that is refused.
   */
  public RestRegistry allowingSecretsInClear() {
    return toBuilder().setSecretsInClear(true).build();
  }

  /**
   * The certificates that are trusted, and no others. Default: those the JVM trusts.
   *
   * @param file a file on every worker, PKCS12 or JKS
   * @throws IllegalArgumentException if the registry is not asked over {@code https:}
   */
  public RestRegistry withTrustStore(String file, KeySource password) {
    requireTls("withTrustStore()");
    return toBuilder().setTrustStore(new StoreFile(file, password)).build();
  }

  /**
   * Shows the registry a certificate of one's own (mutual TLS). Default: none.
   *
   * <p>Of files in PEM {@code openssl pkcs12 -export -in tls.crt -inkey tls.key -out client.p12}
   * makes such a store.
   *
   * @param file a file on every worker, PKCS12 or JKS: the certificate, those of its authorities,
   *     and its private key
   * @param password of the file and of the key in it
   * @throws IllegalArgumentException if the registry is not asked over {@code https:}
   */
  public RestRegistry withKeyStore(String file, KeySource password) {
    requireTls("withKeyStore()");
    return toBuilder().setKeyStore(new StoreFile(file, password)).build();
  }

  /**
   * How long a request may take, from connecting to the last byte. Default: 10 s.
   *
   * @throws IllegalArgumentException if it is not from 1 ms to 1 h
   */
  public RestRegistry withTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "withTimeout() must be from 1 ms to 1 h, but was: " + timeout);
    }
    return toBuilder().setTimeout(timeout).build();
  }

  /**
   * How often a request is tried again. Default: {@value #DEFAULT_MAX_RETRIES}.
   *
   * @throws IllegalArgumentException if it is not from 0 to 100
   */
  public RestRegistry withMaxRetries(int maxRetries) {
    if (maxRetries < 0 || maxRetries > MOST_RETRIES) {
      throw new IllegalArgumentException(
          "withMaxRetries() must be from 0 to " + MOST_RETRIES + ", but was: " + maxRetries);
    }
    return toBuilder().setMaxRetries(maxRetries).build();
  }

  abstract String url();

  abstract @Nullable RegistryCredentials credentials();

  abstract boolean secretsInClear();

  abstract @Nullable StoreFile trustStore();

  abstract @Nullable StoreFile keyStore();

  abstract Duration timeout();

  abstract int maxRetries();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setUrl(String url);

    abstract Builder setCredentials(RegistryCredentials credentials);

    abstract Builder setSecretsInClear(boolean secretsInClear);

    abstract Builder setTrustStore(StoreFile trustStore);

    abstract Builder setKeyStore(StoreFile keyStore);

    abstract Builder setTimeout(Duration timeout);

    abstract Builder setMaxRetries(int maxRetries);

    abstract RestRegistry build();
  }

  @Override
  public Optional<RegistrySchema> schema(int id) throws RegistryException {
    return client().schema(id);
  }

  @Override
  public OptionalInt id(String subject, RegistrySchema schema) throws RegistryException {
    return client().id(subject, schema);
  }

  @Override
  public int register(String subject, RegistrySchema schema) throws RegistryException {
    return client().register(subject, schema);
  }

  @Override
  public Optional<SubjectVersion> latest(String subject) throws RegistryException {
    return client().latest(subject);
  }

  private RegistryClient client() {
    if (credentials() != null
        && !isTls()
        && !secretsInClear()
        && !THIS_MACHINE.contains(String.valueOf(host(url())))) {
      throw new IllegalStateException(
          "RestRegistry: credentials are not sent over http: to another machine. Ask "
              + url()
              + " over https:, or say allowingSecretsInClear().");
    }
    return RegistryClient.of(this);
  }

  private void requireTls(String method) {
    if (!isTls()) {
      throw new IllegalArgumentException(
          method + " needs a registry at https:, but it is at: " + url());
    }
  }

  boolean isTls() {
    return url().startsWith("https:");
  }
}
