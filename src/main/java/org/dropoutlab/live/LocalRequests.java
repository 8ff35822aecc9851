package org.dropoutlab.live;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/**
 * Lets through what a browser asks for when it shows the pages, and refuses the rest. The loopback interface is open to
 * every user of this machine, and to pages from elsewhere under a host name that leads back here. Deeplearning4j's server
 * would give them every file that its user may read, to an address that climbs out of its assets by {@code ..}; and it
 * takes uploads.
 */
final class LocalRequests implements Handler<HttpServerRequest> {
    private static final Pattern THIS_MACHINE = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");

    private final Handler<HttpServerRequest> pages;

    /**
     * @param pages answers what is let through
     */
    LocalRequests(Handler<HttpServerRequest> pages) {
        this.pages = pages;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (allowed(request)) {
            pages.handle(request);
        } else {
            request.response()
                    .setStatusCode(HttpResponseStatus.FORBIDDEN.code())
                    .end();
        }
    }

    private static boolean allowed(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                && request.host() != null
                && THIS_MACHINE.matcher(request.host()).matches()
                && !request.uri().contains("..");
    }
}
