"""What is caught, and what is ignored by it."""
import policy
from policy import verify


def checks(token, user):
    try:
        verify(token)
    except Exception:  # error: ignored-exception low
        pass
    try:
        policy.require_login(user)
        user.greet()
    except:  # error: ignored-exception low
        ...
    try:
        token.checkSignature()
    except (ValueError, Exception):  # error: ignored-exception low
        """Never mind."""
    for one in user:
        try:
            one.validate()
        except BaseException as error:  # error: ignored-exception low
            continue


async def waits(token):
    try:
        await verify(token)
    except Exception:  # error: ignored-exception low
        pass


def expected(token, user):
    try:
        verify(token)
    except ValueError:
        pass
    try:
        verify(token)
    except Exception:
        return None
    try:
        valid = verify(token)
    except Exception:  # ok: ignored-exception its result says what it found
        pass
    try:
        user.greet()
    except Exception:
        pass
    try:
        user.checkout()  # ok: ignored-exception one word
    except Exception:
        pass


def stops(user):
    try:
        user.greet()
    except:  # error: ignored-exception note
        pass
    try:
        user.greet()
    except BaseException:  # error: ignored-exception note
        pass
    try:
        user.greet()
    except KeyboardInterrupt:
        pass
