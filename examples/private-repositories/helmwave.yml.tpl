repositories:
  - name: private
    url: https://charts.example.com
    username: {{ env "REPO_USER" | default "deployer" }}
    password: {{ requiredEnv "REPO_TOKEN" | quote }}

releases:
  - name: app
    namespace: private
    chart: { name: private/app, version: 1.2.3 }
