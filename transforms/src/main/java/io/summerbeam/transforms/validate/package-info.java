/**
 * Checking records against named expectations: {@link io.summerbeam.transforms.validate.Validate},
 * {@link io.summerbeam.transforms.validate.Expectation}, and {@link
 * io.summerbeam.transforms.validate.Expectations} for a file of them.
 *
 * <p>A new kind of expectation is a {@code Rule}: where each record keeps or breaks it by itself, a
 * {@code RowRule}; where it asks something of single values, a {@code ValueCondition}, which gets
 * field paths and null from {@code ValueRule}.
 */
package io.summerbeam.transforms.validate;
