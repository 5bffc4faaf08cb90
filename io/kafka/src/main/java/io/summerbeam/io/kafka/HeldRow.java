package io.summerbeam.io.kafka;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** A row that is on its way, with what a dead letter of it needs. */
record HeldRow(Row row, Instant timestamp, BoundedWindow window, PaneInfo pane) {}
