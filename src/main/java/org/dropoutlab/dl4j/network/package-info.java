/** Network architectures as Deeplearning4j configurations. */
package org.dropoutlab.dl4j.network;
