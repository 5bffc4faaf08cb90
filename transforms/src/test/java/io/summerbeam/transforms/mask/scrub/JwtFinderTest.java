package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code JwtFinder} must find, and what not. */
public class JwtFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.JWT);

  @Test
  public void tokens_areFound() {
    TABLE.finds(
        "«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk»",
        "Bearer «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_»",
        "«eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.»",
        "{\"t\":\"«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»\"}",
        "?t=«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»&x=1",
        "(«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»)",
        "«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc», x",
        "令牌«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»。",
        "a.«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»",
        "«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc».html",
        "«eyJhbGciOiJkaXIifQ..48V1_ALb6US04U3b.5eym8TW.XFBoMYUZodetZdvTiFvSkQ»",
        "«eyJhbGciOiJSU0EifQ.OKOa.48V1_ALb6US04U3b.5eym8TW.XFBoMYUZodetZdvTiFvSkQ-x»",
        "\uD83D\uDE00«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»\uD83D\uDE00",
        "«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc»,«eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.d»",
        "«eyJ" + "a".repeat(100_000) + ".eyJzdWIiOiIxIn0.abc»\n");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "eyJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0",
        "eyJhbGciOiJIUzI1NiJ9..abc",
        "xeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "EYJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "eyjhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "hey Joe. Jim. Jack.",
        "www.example.com",
        "io.summerbeam.transforms.Mask",
        "eyJ eyJ . eyJ",
        "eyJa. eyJb.c",
        "J",
        "yJ",
        "éeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "eyJhbGciOiJIUzI1NiJ9.жeyJzdWIiOiIxIn0.abc",
        "eyJ".repeat(1000),
        "eyJ",
        "");
  }
}
