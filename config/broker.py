"""The broker, for whoever looks whether it answers and what waits in it."""

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


def client() -> redis.Redis:
    """Takes a second at the most: a frozen Redis keeps nobody longer than one answer.

    Its calls raise `redis.RedisError` or `OSError` when it is away.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL.replace("redis+socket://", "unix://"),
        socket_connect_timeout=1,
        socket_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )
