/**
 * ND4J and its native library: settings made before it loads, and the settings in force. Imports nothing of the
 * project.
 */
package org.dropoutlab.backend;
