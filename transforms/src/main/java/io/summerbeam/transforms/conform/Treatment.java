package io.summerbeam.transforms.conform;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** How a value is turned into one of a type that it is not by itself. */
sealed interface Treatment extends Serializable {

  /** The method of {@link Mapping} that asks for it. */
  String method();

  /** A text is read. */
  record Parse(TextForm form) implements Treatment {
    @Override
    public String method() {
      return "parsing()";
    }
  }

  /** A value is written as a text. */
  record Print() implements Treatment {
    @Override
    public String method() {
      return "printing()";
    }
  }

  /** A whole number is a time, or a time a whole number, since 1970. */
  record Epoch(ChronoUnit unit) implements Treatment {
    @Override
    public String method() {
      return "epoch()";
    }
  }

  /** A point in time is a local one, or a local one a point in time. */
  record InZone(ZoneId zone) implements Treatment {
    @Override
    public String method() {
      return "inZone()";
    }
  }
}
