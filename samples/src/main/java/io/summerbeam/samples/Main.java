package io.summerbeam.samples;

import io.summerbeam.runners.Launcher;
import io.summerbeam.samples.deadletters.ListCommand;
import io.summerbeam.samples.deadletters.ReplayCommand;
import io.summerbeam.samples.deadletters.ReproduceCommand;
import io.summerbeam.samples.deadletters.ShowCommand;
import io.summerbeam.samples.deadletters.SummaryCommand;
import io.summerbeam.samples.deadletters.WatchCommand;
import io.summerbeam.samples.flights.FlightsJob;
import io.summerbeam.samples.mask.ExplainCommand;
import io.summerbeam.samples.mask.MaskJob;
import io.summerbeam.samples.orders.OrdersJob;
import io.summerbeam.samples.unmask.UnmaskJob;
import io.summerbeam.samples.validate.ValidateJob;
import java.io.PrintStream;

/** What {@code ./summerbeam} starts. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    launcher(System.err).runAndExit(args);
  }

  /**
   * The command line with all jobs and commands.
   *
   * @param err gets what commands say beside an output that is for programs
   */
  public static Launcher launcher(PrintStream err) {
    return Launcher.of(
            new FlightsJob(), new OrdersJob(), new MaskJob(), new UnmaskJob(), new ValidateJob())
        .withCommands(
            new ExplainCommand(),
            new SummaryCommand(),
            new ListCommand(err),
            new ShowCommand(),
            new ReplayCommand(),
            new WatchCommand(),
            new ReproduceCommand(() -> launcher(err), Main.class, err));
  }
}
