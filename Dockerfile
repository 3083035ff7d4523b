# A fakeserver as a container: docs/containers.md. tests/containers carries out each line without a container runtime.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY .ci/long_description.py .ci/
COPY fakeserver fakeserver
COPY pytest_m365 pytest_m365
# An environment without pip of its own: what the image has not, nobody has to keep up to date.
RUN python -m venv --without-pip /opt/fakeserver \
    && pip --python /opt/fakeserver/bin/python install --no-cache-dir .

FROM python:${PYTHON}-slim
LABEL org.opencontainers.image.title="fakeserver" \
      org.opencontainers.image.description="A fake Exchange Online for tests" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/fakeserver /opt/fakeserver
# A volume that is new takes the owner of the folder that it covers.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin fakeserver \
    && install --directory --owner=fakeserver --mode=755 /data
# Settings are variables, so that each can be given another value alone: docs/configuration.md lists all of them.
ENV PATH=/opt/fakeserver/bin:$PATH \
    FAKESERVER_HOST=0.0.0.0 \
    FAKESERVER_HTTP_PORT=8443 \
    FAKESERVER_IMAP_PORT=8993 \
    FAKESERVER_POP3_PORT=8995 \
    FAKESERVER_SMTP_PORT=8587 \
    FAKESERVER_WELL_KNOWN=1 \
    FAKESERVER_NAME=fakeserver \
    FAKESERVER_CA_DIR=/data/ca
WORKDIR /data
VOLUME /data
EXPOSE 8443 8993 8995 8587
# By number, since Kubernetes does not look names up to see whether it is root.
USER 10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --start-interval=500ms CMD ["fakeserver", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["fakeserver"]
CMD ["serve"]
