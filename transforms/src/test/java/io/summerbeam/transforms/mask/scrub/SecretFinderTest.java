package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code SecretFinder} must find, and what not. */
public class SecretFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.SECRET);

  @Test
  public void values_areFound() {
    TABLE.finds(
        "password=«hunter2»",
        "password = «hunter2» ok",
        "password: «hunter2», user: bob",
        "PASSWORD=«hunter2»",
        "db_password=«hunter2»",
        "passwd:«x»",
        "pwd=«x»;",
        "client_secret=«abc»&x=1",
        "https://example.com/?token=«abc»&x=1",
        "accessToken: «abc»",
        "X-Api-Key: «abc»",
        "api_key=«abc»",
        "apikey=«abc»",
        "aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»",
        "{\"password\":\"«hunter2»\",\"a\":1}",
        "{\"password\" : \"«hunt\\\"er 2»\"}",
        "{\"password\":\"«a\\\\»\"}",
        "{\"token\": «12345»}",
        "\"{\\\"password\\\":\\\"«a\\\\\\\"b»\\\"}\"",
        "{'password': '«hunter2»'}",
        "password=\"«hunter 2»\"",
        "password=\"«hunter» 2",
        "\"password\" => \"«x»\"",
        "password := «x»",
        "Authorization: Bearer «abc.def»",
        "authorization: Basic «dXNlcjpwYXNz»",
        "\"Authorization\": \"Bearer «abc»\"",
        "-H 'Authorization: Bearer «abc»' https://x",
        "Authorization: «abc»",
        "Proxy-Authorization: Basic «dXNlcjpwYXNz»",
        "{password=«hunter2»}",
        "(password=«hunter2»)",
        "Login(user=bob, password=«a(b)c»)",
        "password=«a=b=c»",
        "password=«пароль» x",
        "password=«\uD83D\uDE00»",
        "password: «hunter2»\nuser: bob",
        "password=«x»,token=«y»",
        "password=«“hunter2”»",
        "{\"password\":\"«a,b;c&d»\",\"x\":1}",
        "{\n  \"password\": \"«hunter2»\"\n}",
        "{\"a\":{\"client_secret\":\"«x»\"},\"token\":«7»}",
        "{\"password\":\"«\uD83D\uDE00 пароль»\"}",
        "password=«C:\\x» y",
        "password=«" + "x".repeat(100_000) + "» y",
        "password=\"«" + "x ".repeat(50_000) + "»\" y",
        "--password=«hunter2»",
        "пароль password=«x»",
        "password='«it is; this»' y",
        "{\"password\":\"«[SECRET] x»\"}");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "password",
        "password=",
        "password= ",
        "password:\nnext",
        "password=\"\"",
        "password=&x=1",
        "{\"password\":null}",
        "\"token\": true,",
        "\"secret\": {\"a\": 1}",
        "\"token\": [1]",
        "passwords=3",
        "tokens: 5",
        "the password is long",
        "secretary: Ann",
        "token != x",
        "pass: x",
        "12:34:56",
        "https://example.com/secret/x",
        "keys: 7",
        "PASSWORD_LENGTH=8",
        "{\"password\":[\"a\"]}",
        "=:",
        "пассworд=x");
  }
}
