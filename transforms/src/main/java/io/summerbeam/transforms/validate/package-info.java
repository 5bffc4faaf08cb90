/**
 * Checking records against named expectations: {@link io.summerbeam.transforms.validate.Validate}.
 *
 * <p>A new kind of expectation implements {@code Expectation}.
 */
package io.summerbeam.transforms.validate;
