package io.summerbeam.runners;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** What the launcher does with a command that runs no pipeline. */
@RunWith(JUnit4.class)
public final class CommandTest {

  private final CommandLine command = new CommandLine();

  @Test
  public void command_printsWhatItSays() {
    assertThat(command.call("greet", "politely", "--who=Ada", "--word=Hi"), is(0));
    assertThat(command.out.strip(), is("Hi Ada"));
    assertThat(command.err, is(""));
  }

  @Test
  public void operands_areOptionsWithoutTheirNames() {
    assertThat(command.call("greet", "politely", "Ada"), is(0));
    assertThat(command.out.strip(), is("Hello Ada"));
    assertThat(command.call("greet", "politely", "Ada", "Hi"), is(0));
    assertThat(command.out.strip(), is("Hi Ada"));
    assertThat(command.call("greet", "politely", "--word=Hi", "Ada"), is(0));
    assertThat(command.out.strip(), is("Hi Ada"));
  }

  @Test
  public void operandsThatAreTooMany_areRefused() {
    assertThat(command.call("greet", "politely", "Ada", "Hi", "there"), is(2));
    assertThat(command.err, startsWith("Unexpected argument 'there'"));
    assertThat(command.call("greet", "politely", "Ada", "--who=Eve"), is(2));
    assertThat(command.err.strip(), is("--who is given twice: Ada and Eve. Give it once."));
    assertThat(command.call("greet", "politely", "--word", "Hi"), is(2));
    assertThat(command.err.strip(), is("--word needs a value: --word=TEXT"));
  }

  @Test
  public void optionOfSeveralTexts_isGivenForEach() {
    assertThat(
        command.call("greet", "politely", "Ada", "--also-to=Eve, of course", "--alsoTo=Bob"),
        is(0));
    assertThat(command.out.lines().toList(), contains("Hello Ada", "Eve, of course", "Bob"));
  }

  @Test
  public void requiredOption_isAskedFor() {
    assertThat(command.call("greet", "politely"), is(2));
    assertThat(
        command.err,
        allOf(containsString("--who"), containsString("See ./summerbeam help greet politely")));
  }

  @Test
  public void unknownOption_isRefusedWithTheNearest() {
    assertThat(command.call("greet", "politely", "--whom=Ada"), is(2));
    assertThat(
        command.err.strip(), is("There is no option --whom for this command. Did you mean --who?"));
  }

  @Test
  public void refusal_isAUsageError() {
    assertThat(command.call("greet", "politely", "--who=nobody"), is(2));
    assertThat(command.err.strip(), is("--who must be somebody, but was: nobody"));
  }

  @Test
  public void failure_isSaidInOneLine() {
    assertThat(command.call("greet", "politely", "--who=everybody"), is(1));
    assertThat(
        command.err.strip(),
        is("greet politely FAILED: IllegalStateException: There are too many."));
    assertThat(command.call("greet", "politely", "--who=the deaf"), is(1));
    assertThat(command.err.strip(), is("greet politely FAILED: IOException: They do not hear."));
  }

  @Test
  public void partlyDone_isSaidInOneLineAndByTheCode() {
    assertThat(command.call("greet", "politely", "--who=half of them"), is(3));
    assertThat(command.err.strip(), is("greet politely: one is left out."));
  }

  @Test
  public void help_showsTheCommandAndItsOptions() {
    assertThat(command.call("help"), is(0));
    assertThat(
        command.out, containsString("  ./summerbeam greet politely WHO WORD [--option=value ...]"));

    assertThat(command.call("help", "greet", "politely"), is(0));
    assertThat(
        command.out.lines().toList(),
        hasItems(
            "greet politely: Greets.",
            "  --who=TEXT",
            "      Who is greeted. Required.",
            "      Default: Hello"));
    assertThat(command.out, not(containsString("--runner")));
    String help = command.out;

    assertThat(command.call("greet", "politely", "--help"), is(0));
    assertThat(command.out, is(help));
  }

  @Test
  public void misspelled_isToldTheNearest() {
    assertThat(command.call("greet", "polightly"), is(2));
    assertThat(
        command.err,
        startsWith("There is no command 'greet polightly'. Did you mean 'greet politely'?"));
    assertThat(command.err, containsString("run JOB, list, help [JOB], greet politely"));
  }

  @Test
  public void jobWithoutRun_isToldSo() {
    assertThat(command.call("numbers"), is(2));
    assertThat(
        command.err, startsWith("There is no command 'numbers'. Did you mean 'run numbers'?"));
  }

  @Test
  public void commandsOfTheSameName_areRefused() {
    Launcher launcher = Launcher.of(new NumbersJob()).withCommands(new GreetCommand());
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> launcher.withCommands(new GreetCommand()))
            .getMessage(),
        is("Two commands are called 'greet politely'. Rename one."));
  }
}
