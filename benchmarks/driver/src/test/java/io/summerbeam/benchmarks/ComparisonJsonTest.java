package io.summerbeam.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class ComparisonJsonTest {

  @Test
  public void comparison_hasNameParametersMachineAndArms() {
    ObjectNode json = ComparisonJson.of(Fakes.comparison(0.3));
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);
    assertThat(fields, contains("name", "parameters", "machine", "warnings", "base", "arms"));
    assertThat(json.path("name").asText(), is("fake"));
    assertThat(json.path("parameters").path("rounds").asInt(), is(3));
    assertThat(json.path("arms").size(), is(2));
  }

  @Test
  public void arm_hasItsFiguresAndItsRuns() throws Exception {
    JsonNode arm = ComparisonJson.of(Fakes.comparison(0)).path("arms").path(1);
    assertThat(arm.path("name").asText(), is("summerbeam-x"));
    assertThat(arm.path("setting").asText(), is("setting of summerbeam-x"));
    assertThat(arm.path("records").asLong(), is(6000L));
    assertThat(
        arm.path("ns_per_record"),
        is(new ObjectMapper().readTree("{\"median\":50.0,\"min\":45.0,\"max\":55.0}")));
    assertThat(arm.path("cpu_ns_per_record").asDouble(), is(100.0));
    assertThat(arm.path("bytes_per_record").asDouble(), is(500.0));
    assertThat(arm.path("checksum").asText(), is("1:a"));
    assertThat(arm.path("times_by_hand").asDouble(), is(0.5));
    assertThat(arm.path("runs").size(), is(6));
    assertThat(
        arm.path("runs").path(0).toString(),
        is(
            "{\"round\":1,\"records\":1000,\"wall_ns\":7050000,\"cpu_ns\":14100000,"
                + "\"gc_ms\":3,\"allocated_bytes\":70500000,\"checksum\":\"1:a\"}"));
  }

  @Test
  public void figure_thatDoesNotExist_isNull() {
    JsonNode arm = ComparisonJson.of(Fakes.comparison(0)).path("arms").path(0);
    assertThat(arm.path("times_by_hand").isNull(), is(true));
  }

  @Test
  public void machine_saysWhetherItWasLoaded() {
    JsonNode quiet = ComparisonJson.of(Fakes.comparison(1.0)).path("machine");
    JsonNode busy = ComparisonJson.of(Fakes.comparison(1.2)).path("machine");
    assertThat(quiet.path("loaded").asBoolean(), is(false));
    assertThat(busy.path("loaded").asBoolean(), is(true));
    assertThat(busy.path("load_before").asDouble(), is(1.2));
    assertThat(busy.path("versions").path("beam").asText(), is("2.70.0"));
    assertThat(busy.path("commit").asText(), is("0123456789abcdef"));
    assertThat(busy.path("dirty").asBoolean(), is(true));
  }
}
