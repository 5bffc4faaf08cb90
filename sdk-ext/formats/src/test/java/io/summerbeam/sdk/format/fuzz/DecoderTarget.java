package io.summerbeam.sdk.format.fuzz;

import io.summerbeam.sdk.format.MalformedException;
import io.summerbeam.sdk.format.RowDecoder;
import io.summerbeam.sdk.format.RowEncoder;
import io.summerbeam.sdk.format.UnwritableException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;

/**
 * A decoder, and what must hold for any payload: it is a row that comes back from its coder, and
 * from its own format; or it is malformed, with a message that quotes none of it. Nothing else is
 * thrown, little time and memory is taken, and the next record is read as if nothing had been.
 */
final class DecoderTarget {

  private final String name;
  private final RowDecoder decoder;
  private final RowEncoder encoder;
  private final RowCoder coder;
  private final List<byte[]> seeds;
  private final Row first;
  private final QuoteCheck quotes;

  /**
   * @param encoder of the same format; null where it has none
   * @param seeds where a fuzzer begins; the first one is a row
   */
  DecoderTarget(
      String name, Schema schema, RowDecoder decoder, RowEncoder encoder, List<byte[]> seeds) {
    this.name = name;
    this.decoder = decoder;
    this.encoder = encoder;
    this.coder = RowCoder.of(schema);
    this.seeds = List.copyOf(seeds);
    this.quotes = new QuoteCheck(decoder);
    this.first = good();
  }

  String name() {
    return name;
  }

  List<byte[]> seeds() {
    return seeds;
  }

  /**
   * Decodes a payload.
   *
   * @return whether it is a row
   * @throws AssertionError if anything does not hold
   */
  boolean accepts(byte[] payload) {
    byte[] before = payload.clone();
    Row row = decode(payload);
    if (row != null) {
      checkComesBack(row);
    }
    require(Arrays.equals(before, payload), "the decoder changed the payload");
    return row != null;
  }

  /**
   * Decodes a good record again. It is not done after each payload, because a fuzzer would then see
   * the ways through the code of the good one in all of them.
   *
   * @throws AssertionError if it is not the row that it was at first
   */
  void checkNext() {
    require(good().equals(first), "the record after it is read as another");
  }

  private Row decode(byte[] payload) {
    Costs costs = Costs.start();
    Row row;
    try {
      row = decoder.decode(payload);
    } catch (MalformedException e) {
      check(costs, payload);
      quotes.check(payload, e.getMessage());
      return null;
    }
    check(costs, payload);
    return row;
  }

  private void check(Costs spent, byte[] payload) {
    if (spent.excess(payload.length).isEmpty()) {
      return;
    }
    // Once it may have been the loading of classes, or another who had the machine.
    Costs costs = Costs.start();
    try {
      decoder.decode(payload);
    } catch (MalformedException e) {
      // As at first.
    }
    String excess = costs.excess(payload.length);
    require(excess.isEmpty(), excess);
  }

  private void checkComesBack(Row row) {
    try {
      byte[] coded = CoderUtils.encodeToByteArray(coder, row);
      require(
          CoderUtils.decodeFromByteArray(coder, coded).equals(row),
          "the row is another after its coder");
    } catch (CoderException | RuntimeException e) {
      throw new AssertionError("the row's coder does not take it", e);
    }
    if (encoder == null) {
      return;
    }
    try {
      require(
          decoder.decode(encoder.encode(row)).equals(row), "the row is another when written again");
    } catch (UnwritableException e) {
      // A format may read what it does not write: decimals of more digits than were asked for.
      return;
    } catch (MalformedException e) {
      throw new AssertionError("what was written again is malformed", e);
    }
  }

  private Row good() {
    try {
      return decoder.decode(seeds.get(0));
    } catch (MalformedException e) {
      throw new AssertionError("a good record is malformed", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
