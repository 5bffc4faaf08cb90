package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code UrlCredentialsFinder} must find, and what not. */
public class UrlCredentialsFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.URL_CREDENTIALS);

  @Test
  public void credentials_areFound() {
    TABLE.finds(
        "https://«bob:hunter2»@example.com/x",
        "postgresql://«app:s3cr3t»@db:5432/orders",
        "jdbc:postgresql://«app:s3cr3t»@db/orders",
        "redis://«:hunter2»@cache:6379",
        "amqps://«bob:p@ss»@mq.example.com",
        "https://«bob:»@example.com",
        "https://«bob:p%40ss»@example.com",
        "(https://«bob:hunter2»@example.com)",
        "\"https://«bob:hunter2»@example.com\"",
        "git clone https://«oauth2:glpat-x_1»@gitlab.com/a/b.git",
        "mongodb://«bob:x»@a:1,b:2/db",
        "HTTPS://«BOB:X»@EXAMPLE.COM",
        "ftp://«bob:x»@10.0.0.1/",
        "a http://«a:b»@c d http://«e:f»@g h",
        "https://«боб:пароль»@example.com",
        "{\"url\":\"https://«bob:hunter2»@example.com\"}",
        "https://«bob:\uD83D\uDE00»@example.com",
        "https://«bob:" + "x".repeat(100_000) + "»@example.com",
        "http://«a:b»@c,http://«d:e»@f",
        "http://«a:b»@",
        "https://«bob:p[w»@example.com");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "https://example.com",
        "https://example.com:8080/x",
        "https://example.com/a:b@c",
        "https://example.com?a:b@c",
        "https://example.com#a:b@c",
        "ssh://git@github.com/x",
        "://a:b@c",
        "//a:b@c",
        "a:b@c",
        "mailto:bob@example.com",
        "https://example.com bob:x@y",
        "https:/a:b@c",
        "scp bob@host:x",
        "at 12:34@5",
        "https://\"a:b@c",
        "a://:".repeat(1000),
        "://",
        "");
  }
}
