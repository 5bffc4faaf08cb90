/**
 * The flights job: delays by state and day, from 20,000 real flights. {@link
 * io.summerbeam.samples.flights.FlightsPipeline} is the pipeline, {@link
 * io.summerbeam.samples.flights.FlightsJob} what the command line knows of it.
 */
package io.summerbeam.samples.flights;
