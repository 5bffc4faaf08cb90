package io.summerbeam.benchmarks.mask;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

public class PeopleSourceTest {

  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @Test
  public void people_beginAgainWhenAllWereThere() throws Exception {
    List<Row> expected = new ArrayList<>(People.first(PeopleSource.DIFFERENT));
    expected.addAll(People.first(3));

    assertThat(
        SourceTestUtils.readFromSource(PeopleSource.of(PeopleSource.DIFFERENT + 3), OPTIONS),
        is(expected));
  }

  @Test
  public void parts_haveAllRecordsHoweverLargeTheyAreWanted() throws Exception {
    PeopleSource source = PeopleSource.of(2 * PeopleSource.PART + 7);
    List<PeopleSource> parts = source.split(Long.MAX_VALUE, OPTIONS);

    assertThat(parts, hasSize(3));
    assertThat(SourceTestUtils.readFromSource(parts.get(0), OPTIONS), hasSize(PeopleSource.PART));
    assertThat(SourceTestUtils.readFromSource(parts.get(2), OPTIONS), hasSize(7));
    SourceTestUtils.assertSourcesEqualReferenceSource(source, parts, OPTIONS);
  }

  @Test
  public void current_isThereOnlyWhileThereIsOne() throws Exception {
    try (BoundedReader<Row> reader = PeopleSource.of(1).createReader(OPTIONS)) {
      assertThrows(NoSuchElementException.class, reader::getCurrent);
      assertThat(reader.start(), is(true));
      assertThat(reader.getCurrent(), is(People.first(1).get(0)));
      assertThat(reader.advance(), is(false));
      assertThrows(NoSuchElementException.class, reader::getCurrent);
    }
  }

  @Test
  public void noRecords_areRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> PeopleSource.of(0)).getMessage(),
        is("--records must be positive, but was: 0"));
  }
}
