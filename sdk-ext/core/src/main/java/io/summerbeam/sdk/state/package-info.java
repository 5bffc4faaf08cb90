/**
 * What transforms with keyed state have in common: {@link io.summerbeam.sdk.state.StateOptions}.
 */
package io.summerbeam.sdk.state;
