/**
 * One result for many records: {@link io.summerbeam.transforms.aggregate.Aggregate}, by key fields
 * and windows of time.
 *
 * <p>A function is a {@code Measure} when the pipeline is built and a {@code Cell} of an {@code
 * Accumulator} at work. A new function is a new {@code Measure}, a new {@code Cell}, a method in
 * {@code Functions} and a name in {@code PortableFunctions}. A cell's state must follow from the
 * records alone, not from their order or the parts they came in; where it cannot, the method says
 * by how much results may differ.
 *
 * <p>Three ways lead from records to results: {@code Groups} by Beam's Combine, or with the windows
 * of a group in one state; {@code GroupsWithLateData} with the windows of many groups in one state,
 * where what is late is put out: {@link io.summerbeam.transforms.aggregate.SplitLateData}.
 */
package io.summerbeam.transforms.aggregate;
