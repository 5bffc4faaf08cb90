package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Why a pipeline failed, in one line. */
@RunWith(JUnit4.class)
public final class RootCauseTest {

  @Test
  public void wrapped_isUnwrapped() {
    assertThat(
        RootCause.line(
            foreign(new RuntimeException("outer", foreign(new IOException("disk full"))))),
        is("IOException: disk full"));
  }

  @Test
  public void thrownByOurCode_isPreferredToItsCause() {
    UsageException ours = new UsageException("The table has a key twice.\n\tMake it unique.");
    ours.initCause(foreign(new IOException("inner")));
    assertThat(
        RootCause.line(foreign(new RuntimeException("outer", ours))),
        is("UsageException: The table has a key twice. Make it unique."));
  }

  @Test
  public void ourWrapper_isShownForWhatItAdds() {
    RuntimeException ours = new IllegalArgumentException("There is no column 'state'.");
    RuntimeException withFile = new IllegalArgumentException("a.csv: " + ours.getMessage(), ours);
    assertThat(
        RootCause.line(foreign(new RuntimeException("engine", withFile))),
        is("IllegalArgumentException: a.csv: There is no column 'state'."));
  }

  @Test
  public void ourWrapperOfWhatALibraryThrew_isShown() {
    RuntimeException withFile =
        new IllegalArgumentException("a.gz cannot be read", foreign(new IOException("cut off")));
    assertThat(
        RootCause.line(foreign(new RuntimeException("engine", withFile))),
        is("IllegalArgumentException: a.gz cannot be read"));
  }

  @Test
  public void ourRunAroundAnEngine_isNotTakenForTheCause() {
    RuntimeException ours = new IllegalArgumentException("There is no column 'state'.");
    RuntimeException engine = foreign(new RuntimeException("engine", ours));
    assertThat(
        RootCause.line(new IllegalStateException("The run ended.", engine)),
        is("IllegalArgumentException: There is no column 'state'."));
  }

  @Test
  public void withoutMessage_isTheClass() {
    assertThat(RootCause.line(foreign(new IllegalStateException())), is("IllegalStateException"));
  }

  @Test
  public void circle_ends() {
    RuntimeException a = foreign(new RuntimeException("a"));
    RuntimeException b = foreign(new RuntimeException("b", a));
    a.initCause(b);
    assertThat(RootCause.line(a), is("RuntimeException: b"));
  }

  @Test
  public void longMessage_isCut() {
    assertThat(
        RootCause.line(foreign(new RuntimeException("x".repeat(600)))),
        is("RuntimeException: " + "x".repeat(500) + "..."));
  }

  /** As if a library had thrown it. */
  private static <T extends Throwable> T foreign(T exception) {
    exception.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("org.example.Library", "call", null, 1)});
    return exception;
  }
}
