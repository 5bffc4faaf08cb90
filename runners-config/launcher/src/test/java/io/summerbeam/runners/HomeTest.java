package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Where the files are that come with Summerbeam. */
@RunWith(JUnit4.class)
public final class HomeTest {

  @After
  public void forget() {
    System.clearProperty(Home.PROPERTY);
  }

  @Test
  public void property_namesTheDirectory() {
    System.setProperty(Home.PROPERTY, "/opt/summerbeam");
    assertThat(Home.resolve("samples/data"), is(Path.of("/opt/summerbeam/samples/data")));
  }

  @Test
  public void withoutProperty_isTheCurrentDirectory() {
    assertThat(Home.resolve("samples/data"), is(Path.of("samples/data").toAbsolutePath()));
  }
}
