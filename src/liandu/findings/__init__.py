"""Problems as facts: what the feedback says, each tied to the passage that says it.

What enters: proposals that a person has checked. What is kept: findings with a number that is never reused, the quoted
passage, who confirmed them. What leaves: confirmed facts; a finding is never "closed", only confirmed or withdrawn.
The review page lives here, because accepting a proposal makes a finding and intake may not know findings.
"""
