package io.summerbeam.samples.mask;

import static io.summerbeam.samples.CommandLine.call;
import static io.summerbeam.samples.CommandLine.sample;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.samples.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** {@code mask explain}, as it is typed. */
@RunWith(JUnit4.class)
public class ExplainCommandTest {

  private static final String POLICY = "--policy=" + sample("customers/policy.yaml");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text).toString();
  }

  /** Without the keys that the policy names: nobody needs them for that. */
  @Test
  public void policyWithASchema_isExplainedFieldByField() {
    CommandLine ended =
        call("mask", "explain", POLICY, "--schema=" + sample("customers/customers.avsc"));
    assertThat(ended.err(), ended.code(), equalTo(0));
    for (String path :
        new String[] {"id", "born", "orders[*].placed_at", "attributes{*}", "card"}) {
      assertThat(ended.out(), containsString(path));
    }
    assertThat(ended.out(), containsString("hash"));
    assertThat(ended.out(), not(containsString("Lindqvist")));
  }

  @Test
  public void policyAlone_isExplained() {
    CommandLine ended = call("mask", "explain", POLICY);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), containsString("born"));
  }

  @Test
  public void policyWithRecords_isExplainedForTheirSchema() throws Exception {
    String policy = file("policy.yaml", "version: 1\nfields:\n  name: redact\n");
    String input = file("a.jsonl", "{\"name\":\"Ada\",\"n\":1}\n");
    CommandLine ended = call("mask", "explain", "--policy=" + policy, "--input=" + input);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), startsWith("Schema, inferred: name STRING, n INT64\n"));
    assertThat(ended.out(), containsString("redact"));
    assertThat("records are not shown", ended.out(), not(containsString("Ada")));
  }

  @Test
  public void keysThatAreData_areNotShown() throws Exception {
    String policy =
        file("policy.yaml", "version: 1\nfields:\n  name: redact\n  '`e mail`': redact\n");
    String input =
        file(
            "a.jsonl",
            "{\"name\":\"Ada\",\"n\":1,\"e mail\":\"x\",\"by\":{\"ada@secret.test\":1}}\n");
    CommandLine ended = call("mask", "explain", "--policy=" + policy, "--input=" + input);
    assertThat(ended.err(), ended.code(), equalTo(0));
    assertThat(ended.out(), not(containsString("secret")));
    assertThat(
        ended.out(),
        startsWith(
            "Schema, inferred: name STRING, n INT64, by ROW<>, and 2 names that are not shown: they"
                + " look like data\n"));
    assertThat("the policy names it", ended.out(), containsString("`e mail`"));
    assertThat(ended.out(), containsString("and 1 name that is not shown: it looks like data\n"));
  }

  @Test
  public void schemaAndRecords_areTooMuch() {
    CommandLine ended =
        call(
            "mask",
            "explain",
            POLICY,
            "--schema=" + sample("customers/customers.avsc"),
            "--input=" + sample("customers/customers.jsonl"));
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err().strip(), equalTo("Give --schema or --input, but not both."));
  }

  @Test
  public void policyThatDoesNotFit_isAUsageError() throws Exception {
    String policy = file("policy.yaml", "version: 1\nfields:\n  nam: redact\n");
    String schema = file("s.json", "{\"properties\":{\"name\":{\"type\":\"string\"}}}");
    CommandLine ended = call("mask", "explain", "--policy=" + policy, "--schema=" + schema);
    assertThat(ended.code(), equalTo(2));
    assertThat(ended.err(), startsWith("--policy: "));
    assertThat(ended.err(), containsString("Did you mean 'name'?"));
  }
}
