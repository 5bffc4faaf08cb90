package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What a job started, when its run ends and when the process is told to end. */
@RunWith(JUnit4.class)
public final class CompanionTest {

  private final PipelineOptions options = PipelineOptionsFactory.create();
  private final List<String> events = new ArrayList<>();
  private LogFile log;
  private Companion companion;

  @Before
  public void open() throws IOException {
    log = LogFile.open("companion");
    companion = new Companion("companion", log, System.err);
  }

  @After
  public void close() {
    log.close();
  }

  @Test
  public void closedTwice_isClosedOnce() {
    companion.start(new StartingJob(() -> () -> events.add("closed")), options);
    companion.close();
    companion.close();
    assertThat(events, contains("closed"));
  }

  @Test
  public void notStarted_hasNothingToClose() {
    companion.close();
    assertThat(events, empty());
  }

  @Test
  public void startedAfterItsEnd_isRefused() {
    companion.close();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> companion.start(new StartingJob(() -> () -> events.add("closed")), options));
    assertThat(e.getMessage(), is("The process is ending."));
    assertThat(events, empty());
  }

  @Test
  public void interruptedWhileItStarts_doesNotWaitAnyLonger() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () ->
                companion.start(
                    new StartingJob(
                        () -> {
                          starting.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } catch (InterruptedException e) {
                            events.add("interrupted");
                          }
                          return () -> events.add("closed");
                        }),
                    options));
    thread.start();
    starting.await();

    companion.interruptStart();
    companion.close();

    thread.join();
    assertThat(events, contains("interrupted", "closed"));
  }

  @Test
  public void interruptedItself_waitsForWhatItClosesAndStaysInterrupted() {
    companion.start(
        new StartingJob(
            () -> () -> events.add(Thread.currentThread().isInterrupted() ? "hurried" : "closed")),
        options);
    Thread.currentThread().interrupt();
    companion.close();
    assertThat(Thread.interrupted(), is(true));
    assertThat(events, contains("closed"));
  }

  private interface Start {
    Closeable start();
  }

  private record StartingJob(Start start) implements Job<PipelineOptions> {

    @Override
    public String name() {
      return "companion";
    }

    @Override
    public String summary() {
      return "Starts something.";
    }

    @Override
    public Class<PipelineOptions> optionsType() {
      return PipelineOptions.class;
    }

    @Override
    public Closeable start(PipelineOptions options) {
      return start.start();
    }

    @Override
    public void build(Pipeline pipeline, PipelineOptions options) {}
  }
}
