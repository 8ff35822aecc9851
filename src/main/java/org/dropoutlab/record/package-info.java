/** The run directory: manifest, journal, JSON, software and machine. */
package org.dropoutlab.record;
