"""A check of our own, beside the ones that Schemathesis brings.

Schemathesis asks that every request that fits the description is accepted. Our description does not hold every rule of
the domain, such as what an emoji is. A refusal by such a rule has a code of its own. These codes are left for requests
that do not fit the description.
"""

import schemathesis

FOR_UNFIT_REQUESTS = {
    "body_invalid",
    "body_unexpected",
    "body_too_large",
    "content_type_unsupported",
    "idempotency_key_invalid",
    "json_duplicate_field",
    "json_malformed",
    "json_too_complex",
    "method_not_allowed",
}


@schemathesis.check
def a_fitting_request_is_not_called_unfit(ctx, response, case):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code < 400:
        return
    code = response.json().get("code")
    if code in FOR_UNFIT_REQUESTS:
        raise AssertionError(f"fits the description and was answered {code}")
